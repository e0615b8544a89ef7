"""Extraction of the atlas geometry from open data: once, by hand, never while a map is built."""
