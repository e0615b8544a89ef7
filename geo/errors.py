"""Errors that a user of the atlas can meet, each a child of the fitting builtin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


class AtlasError(Exception):
    """Base class of all errors raised on purpose; their messages are meant for users."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what is pickled, as where several processes share the work: what it says."""
        return _again, (type(self), self.args), vars(self)


def _again(kind: type[AtlasError], said: tuple[object, ...]) -> AtlasError:
    """Return an error of a kind, made from its message, not from what that was made of."""
    error = kind.__new__(kind, *said)
    error.args = said
    return error


@dataclass(frozen=True)
class Problem:
    """One wrong cell: where it stands, what it holds, and what was expected there.

    An empty `column` means that the whole row is meant, an empty `row` the whole file. In a TOML
    file `column` is a key.
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
            kind = "key" if self.file.endswith(".toml") else "column"
            place.append(f"{kind} {self.column}")
        found = f"{self.value!r}: " if self.value else ""
        return f"{', '.join(place)}: {found}expected {self.expected}"


class DataError(AtlasError, ValueError):
    """Errors in facts, geometry or layers.

    Parameters
    ----------
    problems
        All problems that were found, so that a table can be corrected in one go; each once.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(dict.fromkeys(problems))
        super().__init__(_listed("problem", list(self.problems)))


class LintError(AtlasError, ValueError):
    """Layers that are well-formed, but in which the linter found errors.

    Parameters
    ----------
    findings
        All findings of the linter.
    reasons
        Why there are the rules that they break, a line for each.
    """

    def __init__(self, findings: Iterable[object], reasons: Iterable[str] = ()) -> None:
        self.findings = list(findings)
        super().__init__("\n".join([_listed("finding", self.findings), *reasons]))


class EditedLayersError(AtlasError, ValueError):
    """Layers on disk were edited since the last build, and the edits would be lost."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(
            f"edited since the last build: {', '.join(self.names)}\n"
            "  --force replaces them; --from-layers builds the page from them as they are"
        )


class PlaceError(AtlasError, LookupError):
    """No place on the networks, or more than one, has this name; `choices` are similar ids.

    `known` are words on the places that there are, for a name that none of them is like.
    """

    def __init__(self, name: str, told: str, choices: Mapping[str, str], known: str = "") -> None:
        self.choices = list(choices)
        listed = "".join(f"\n  {place}: {called}" for place, called in choices.items())
        asked = f"is it one of these?{listed}" if listed else known
        super().__init__(f"{told} {name!r}{'; ' if asked else ''}{asked}")


class NoWayError(AtlasError, LookupError):
    """No way leads from one place to the other over the segments that may be used.

    `cut` lists the ids of the smallest set of segments of which every way needs one. It is empty if
    no segments connect the places at all.
    """

    def __init__(self, start: str, end: str, cut: Mapping[str, str]) -> None:
        self.cut = list(cut)
        needed = f"every way needs one of: {'; '.join(cut.values())}"
        super().__init__(f"no way from {start} to {end}: {needed if cut else 'nothing joins them'}")


class LayerError(AtlasError, ValueError):
    """A layer or file of a user's own that cannot be used; the message is one line."""

    def __init__(self, told: object) -> None:
        super().__init__(" ".join(str(told).split()))


class ViewError(AtlasError, ValueError):
    """A view of the borders that the atlas does not have."""


class TilesError(AtlasError, ValueError):
    """A tile provider that is unknown or does not fit this map."""


class InputError(AtlasError, OSError):
    """A file could not be read."""


class OutputError(AtlasError, OSError):
    """A file could not be written; earlier files were not changed."""


class MissingExtraError(AtlasError, ImportError):
    """An optional dependency (an extra of the package) is not installed."""

    def __init__(self, extra: str) -> None:
        command = f"pip install -c constraints.txt -e '.[{extra}]'"
        super().__init__(f"this needs the extra {extra}, in a clone: {command}")


MOST_SHOWN = 60
_LONGEST = 60


def clipped(text: str) -> str:
    """Return so much of a text as a message has room for."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\N{HORIZONTAL ELLIPSIS}"


def _listed(what: str, items: list[object]) -> str:
    """Return a heading that counts the items, and the items below it, a line each."""
    heading = f"1 {what} in the data:" if len(items) == 1 else f"{len(items)} {what}s in the data:"
    lines = [heading, *map(str, items[:MOST_SHOWN])]
    if len(items) > MOST_SHOWN:
        lines.append(f"... and {len(items) - MOST_SHOWN} more")
    return "\n  ".join(lines)
