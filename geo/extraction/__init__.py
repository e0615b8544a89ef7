"""Extraction of ``geo/geometry/`` from open data: once, by hand, never while a map is built."""
