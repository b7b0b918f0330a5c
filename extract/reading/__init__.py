"""Bytes -> article: finding the input, decoding it, reading its layout."""
