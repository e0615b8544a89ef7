"""The bytes of an SQLite file, freed of what depends on the SQLite that wrote it."""

from __future__ import annotations

_WRITER = slice(96, 100)  # of the header of the file: the number of the SQLite that wrote last
_SOME_WRITER = (3_040_000).to_bytes(4)
_FILE_HEADER = 100
_PAGE_HEADERS = {2: 12, 5: 12, 10: 8, 13: 8}  # bytes of the header, by kind of b-tree page


def settled_bytes(content: bytes) -> bytes:
    """Return a database that holds the same, equal whatever version of SQLite wrote it.

    The number of the version is replaced, and the space in each page that belongs to nothing is
    zeroed: versions leave different scraps there. Layout after <https://sqlite.org/fileformat2.html>,
    sections 1.3 and 1.6. A page that is not part of a b-tree begins with a page number, so with 0.
    """
    data = bytearray(content)
    data[_WRITER] = _SOME_WRITER
    size = int.from_bytes(data[16:18])
    for page in range(0, len(data), size):
        header = page + _FILE_HEADER if page == 0 else page
        if data[header] in _PAGE_HEADERS:
            cells = int.from_bytes(data[header + 3 : header + 5])
            end_of_list = header + _PAGE_HEADERS[data[header]] + 2 * cells
            first_cell = page + int.from_bytes(data[header + 5 : header + 7])
            data[end_of_list:first_cell] = bytes(first_cell - end_of_list)
    return bytes(data)
