PYTHON ?= python3.11
VENV := .venv
STAMP := $(VENV)/.installed

.PHONY: run test lint types unit format floor cluster browser docs bench

run: $(STAMP)
	$(VENV)/bin/gisa run seeds --out out

test: lint types unit

lint: $(STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(STAMP)
	$(VENV)/bin/mypy

unit: $(STAMP)
	$(VENV)/bin/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

format: $(STAMP)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# raise the floors of the regression test to what the pipeline reaches now; they never fall
floor: $(STAMP)
	$(VENV)/bin/gisa run seeds --out out
	$(VENV)/bin/gisa evaluate out tests/gold --floor tests/gold/floor.json
	$(VENV)/bin/gisa run tests/unseen/articles --out out/unseen
	$(VENV)/bin/gisa evaluate out/unseen tests/unseen/gold --floor tests/unseen/gold/floor.json

# with this the tests of the engine ray run, too
cluster: $(STAMP)
	$(VENV)/bin/pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev,ray]'

# with this and Chromium (apt-get install chromium) the report is tried in a real browser, too
browser: $(STAMP)
	$(VENV)/bin/pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev,browser]'

# what is made from the code in docs/ and in the README, and the site in site/
docs: $(STAMP)
	$(VENV)/bin/pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev,docs]'
	$(VENV)/bin/python docs/generate.py
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict --quiet

# bare Kiwi beside gisa on the same articles, for benchmarks/RESULTS.md
bench: $(STAMP)
	$(VENV)/bin/python benchmarks/bench.py

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@
