"""A sheet as a file: SVG with its faces inside, PDF with text as type, PNG."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

import matplotlib as mpl
from fontTools import subset
from fontTools.ttLib import TTFont

from geo.plates.sheet import Sheet
from geo.plates.type import Face, face_of

DPI = 200
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "uttarapath",
    "pdf.fonttype": 42,
    "lines.scale_dashes": False,
    "text.parse_math": False,
    "text.hinting": "none",
    "path.simplify": False,
}
UNUSED = ("BASE", "DSIG", "FFTM")
"""Tables of a face that an SVG has no use for."""
_PIXELATED = "image-rendering:crisp-edges;image-rendering:pixelated"
_UNREAD = subset.Options().drop_tables
SUFFIXES = ("svg", "png", "pdf")


@contextmanager
def settings() -> Iterator[None]:
    """Draw with matplotlib as it comes, whatever the user's own settings are.

    A script that no face here has is written all the same: a reader's own fonts may have it.
    """
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        yield


def export(sheet: Sheet, title: str) -> dict[str, bytes]:
    """Return the sheet as files by suffix: `svg`, `png`, `pdf`; the same sheet, the same bytes."""
    facts = {
        "svg": {"Title": title, "Date": None, "Creator": None},
        "png": {"Title": title, "Software": None},
        "pdf": {"Title": title, "CreationDate": None, "Creator": None, "Producer": None},
    }
    files = {}
    for suffix in SUFFIXES:
        file = io.BytesIO()
        sheet.figure.savefig(file, format=suffix, dpi=DPI, metadata=facts[suffix])
        files[suffix] = file.getvalue()
    files["svg"] = _with_faces(files["svg"].decode(), sheet).encode()
    return files


def _with_faces(svg: str, sheet: Sheet) -> str:
    """Put into an SVG the letters that it needs of each face; let its pictures be smooth."""
    needed: dict[Face, set[str]] = {}
    for text, style in sheet.texts:
        for letter in text:
            needed.setdefault(face_of(letter, style), set()).add(letter)
    rules = [
        f"@font-face{{font-family:'{escape(face.family)}';font-weight:{face.weight};"
        f"font-style:{face.slant};src:url(data:font/ttf;base64,{_subset(face, letters)})}}"
        for face, letters in sorted(needed.items())
    ]
    svg = svg.replace(_PIXELATED, "")
    return svg.replace("<defs>", f"<defs>\n  <style>{''.join(rules)}</style>", 1)


def _subset(face: Face, letters: set[str]) -> str:
    """Return a face cut down to some letters."""
    options = subset.Options(layout_features=["kern"], drop_tables=[*_UNREAD, *UNUSED])
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(letters)))
    file = io.BytesIO()
    with TTFont(face.file, recalcTimestamp=False, lazy=True) as font:
        cutter.subset(font)
        font.save(file)
    return base64.b64encode(file.getvalue()).decode("ascii")
