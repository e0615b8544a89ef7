"""The files of the page, and what puts them together."""
