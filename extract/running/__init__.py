"""Runs: a folder of articles in, a folder of records out."""
