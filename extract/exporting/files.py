"""Tables -> files: Parquet, CSV, Excel, DuckDB."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from extract.exporting.tables import COLUMNS, SCHEMAS, TABLES
from extract.reading.files import UsageError

JOINT = " | "
"""Between the items of a list, where a cell holds but text."""
MAX_ROWS = 1_048_576
MAX_CELL = 32_767
"""Excel's limits: rows of a sheet, UTF-16 code units of a cell."""
WIDE = ("article", "text", "name", "title", "source", "metric", "recipient", "subject")
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,\s]*\d[\d.,\s]*[%\w]*$)")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Writer(Protocol):
    """Takes batches of the tables that it was made for.

    ``close`` makes the files whole, ``drop`` gives them up; ``told`` counts what the reader of a
    file should know of.
    """

    told: Counter[str]

    def add(self, table: str, batch: pa.RecordBatch) -> None: ...
    def close(self) -> None: ...
    def drop(self) -> None: ...


class Parquet:
    """A file for each table."""

    def __init__(self, files: dict[str, Path]) -> None:
        from pyarrow.parquet import ParquetWriter

        self.told: Counter[str] = Counter()
        self.writers = {
            table: ParquetWriter(path, SCHEMAS[table], compression="zstd")
            for table, path in files.items()
        }

    def add(self, table: str, batch: pa.RecordBatch) -> None:
        self.writers[table].write_batch(batch)

    def close(self) -> None:
        for writer in self.writers.values():
            writer.close()

    drop = close


class Csv:
    """A file for each table: UTF-8 with a byte order mark, without which Excel takes it for CP949.

    Lists are joined by `` | ``, nothing is an empty cell. Values are never changed: what a
    spreadsheet would take for a formula is counted, and stays.
    """

    def __init__(self, files: dict[str, Path]) -> None:
        self.told: Counter[str] = Counter()
        self.files = {
            table: path.open("w", encoding="utf-8-sig", newline="") for table, path in files.items()
        }
        self.writers = {
            table: csv.writer(file, lineterminator="\n") for table, file in self.files.items()
        }
        for table, writer in self.writers.items():
            writer.writerow(SCHEMAS[table].names)

    def add(self, table: str, batch: pa.RecordBatch) -> None:
        for row in _cells(batch):
            for cell in row:
                if isinstance(cell, str) and _FORMULA.match(cell):
                    self.told["cells that a spreadsheet may take for formulas; .xlsx is safe"] += 1
            self.writers[table].writerow(map(_plain, row))

    def close(self) -> None:
        for file in self.files.values():
            file.close()

    drop = close


def _plain(cell: Any) -> Any:
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell


def _cells(batch: pa.RecordBatch) -> Iterable[list[Any]]:
    """Rows of plain values: lists joined, whole numbers without a point."""
    for row in batch.to_pylist():
        yield [_cell(value) for value in row.values()]


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return JOINT.join(item or "" for item in value) or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


class Excel:
    """A sheet for each table, in one file. Text stays text, whatever it begins with.

    What Excel cannot hold is told: cells cut to their first 32,767 characters, control characters
    replaced by U+FFFD. Raises UsageError beyond 1,048,576 rows.
    """

    def __init__(self, file: Path, tables: Iterable[str]) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self.told: Counter[str] = Counter()
        self.file = file
        self.book = Workbook(write_only=True)
        self.cell = WriteOnlyCell
        self.sheets = {}
        self.rows: Counter[str] = Counter()
        for table in tables:
            sheet = self.sheets[table] = self.book.create_sheet(table)
            sheet.freeze_panes = "A2"
            header = []
            for number, field in enumerate(SCHEMAS[table], 1):
                sheet.column_dimensions[get_column_letter(number)].width = _width(field)
                header.append(WriteOnlyCell(sheet, field.name))
                header[-1].font = Font(bold=True)
            sheet.append(header)
            self.rows[table] = 1

    def add(self, table: str, batch: pa.RecordBatch) -> None:
        self.rows[table] += batch.num_rows
        if self.rows[table] > MAX_ROWS:
            raise UsageError(
                f"{table}: more rows than the {MAX_ROWS:,} of an Excel sheet; "
                "export to .duckdb, .parquet or .csv"
            )
        sheet = self.sheets[table]
        for row in _cells(batch):
            sheet.append([self._safe(sheet, cell) for cell in row])

    def _safe(self, sheet: Any, text: Any) -> Any:
        if isinstance(text, dt.date) and text.year < 1900:  # Excel's days begin there
            return text.isoformat()
        if not isinstance(text, str):
            return text
        text, replaced = _ILLEGAL.subn("\ufffd", text)
        self.told["control characters replaced, which Excel cannot hold"] += replaced
        if len(text) > MAX_CELL // 2 and len(text.encode("utf-16-le")) > 2 * MAX_CELL:
            text = text.encode("utf-16-le")[: 2 * MAX_CELL].decode("utf-16-le", "ignore")
            self.told[f"cells cut to the {MAX_CELL:,} characters that Excel holds"] += 1
        if text[:1] not in "=#":
            return text
        cell = self.cell(sheet, text)  # it takes = for a formula, #N/A for an error
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell

    def close(self) -> None:
        from openpyxl.utils import get_column_letter

        for table, sheet in self.sheets.items():
            last = get_column_letter(len(SCHEMAS[table]))
            sheet.auto_filter.ref = f"A1:{last}{self.rows[table]}"
        self.book.save(self.file)

    def drop(self) -> None:
        for sheet in self.sheets.values():
            sheet.close()


def _width(field: pa.Field) -> int:
    if field.name in WIDE or pa.types.is_list(field.type):
        return 30
    return max(12, len(field.name) + 3)


class DuckDB:
    """A table for each table, in one file, with comments on tables and columns."""

    def __init__(self, file: Path, tables: Iterable[str]) -> None:
        import duckdb

        self.told: Counter[str] = Counter()
        self.connection = duckdb.connect(str(file))
        for table in tables:
            self._do(table, "CREATE TABLE {} AS FROM batch", SCHEMAS[table].empty_table())
            self.connection.execute(f"COMMENT ON TABLE {table} IS '{TABLES[table]}'")
            for column, (_, meaning) in COLUMNS[table].items():
                told = meaning.replace("'", "''")
                self.connection.execute(f"""COMMENT ON COLUMN {table}."{column}" IS '{told}'""")

    def add(self, table: str, batch: pa.RecordBatch) -> None:
        self._do(table, "INSERT INTO {} FROM batch", pa.Table.from_batches([batch]))

    def _do(self, table: str, statement: str, rows: pa.Table) -> None:
        self.connection.register("batch", rows)
        self.connection.execute(statement.format(table))
        self.connection.unregister("batch")

    def close(self) -> None:
        self.connection.close()

    drop = close
