"""Errors that a user of the atlas can meet, each a child of the fitting builtin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class AtlasError(Exception):
    """Base of every error that the atlas raises on purpose; its text is fit to be shown."""


@dataclass(frozen=True)
class Problem:
    """One wrong cell: where it stands, what it holds, and what was expected there.

    An empty `column` means that the whole row is meant, an empty `row` the whole file.
    """

    file: str
    row: int | str
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Return the problem as one line."""
        place = [self.file]
        if self.row != "":
            place.append(f"row {self.row}" if isinstance(self.row, int) else f"feature {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        found = f"{self.value!r}: " if self.value else ""
        return f"{', '.join(place)}: {found}expected {self.expected}"


class DataError(AtlasError, ValueError):
    """Facts, geometry or layers that do not hold what they must.

    Parameters
    ----------
    problems
        Every problem found, so that a table can be mended in one go.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        count = len(self.problems)
        heading = "1 problem in the data" if count == 1 else f"{count} problems in the data"
        super().__init__("\n  ".join([f"{heading}:", *map(str, self.problems)]))


class EditedLayersError(AtlasError, ValueError):
    """Layers on disk were changed since the last build and would be lost."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(
            f"edited since the last build: {', '.join(self.names)}\n"
            "  --force replaces them; --from-layers builds the page from them as they are"
        )


class OutputError(AtlasError, OSError):
    """A file could not be written; what was there before is untouched."""
