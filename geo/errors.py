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
        super().__init__(_listed("problem", list(self.problems)))


class LintError(AtlasError, ValueError):
    """Layers that are well-formed, but in which a rule of the linter found what cannot be right.

    Parameters
    ----------
    findings
        Every finding.
    """

    def __init__(self, findings: Iterable[object]) -> None:
        self.findings = list(findings)
        super().__init__(_listed("finding", self.findings))


class EditedLayersError(AtlasError, ValueError):
    """Layers on disk were changed since the last build and would be lost."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(
            f"edited since the last build: {', '.join(self.names)}\n"
            "  --force replaces them; --from-layers builds the page from them as they are"
        )


class MissingExtraError(AtlasError, ValueError):
    """A package that only one task needs is not installed."""

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(f"{package} is missing: install it with  pip install -e '.[{extra}]'")


class OutputError(AtlasError, OSError):
    """A file could not be written; what was there before is untouched."""


MOST_SHOWN = 60


def _listed(what: str, items: list[object]) -> str:
    """Return a heading that counts the items, and the items below it, a line each."""
    heading = f"1 {what} in the data:" if len(items) == 1 else f"{len(items)} {what}s in the data:"
    lines = [heading, *map(str, items[:MOST_SHOWN])]
    if len(items) > MOST_SHOWN:
        lines.append(f"... and {len(items) - MOST_SHOWN} more")
    return "\n  ".join(lines)
