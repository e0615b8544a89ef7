"""What makes a text one that a reader can read: composed, visible, in letters that were meant."""

from __future__ import annotations

import re
import unicodedata

# what Unicode says to draw nothing for, and the letters that look like a space
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U000e0000-\U000e0fff"
)
_SPACE = r"\s\u00ad\u200b\u200e\u200f\u2060\u2800\u3164\ufeff"
_MARGIN = re.compile(f"^[{_SPACE}]+|[{_SPACE}]+$")
_JOINED = re.compile(r"(?<=[\u0600-\u109f])[\u200c\u200d]")
"""Marks that join or part letters in the scripts that need them, from Arabic to Myanmar."""
_INVISIBLE = re.compile(rf"[{_UNSEEN}]")
_SEPARATING = ("Cc", "Zl", "Zp")
_NO_LETTER = ("Cn", "Co", "Cs")

_NO_VALUE = re.compile(
    r"nan|NaN|NaT|None|NULL|null|<NA>|N/A|n/a|undefined|[-–—?./…*_]+"
    r"|#[^\W\d_][\w/]*[!?]|#\w{1,3}/\w{1,3}!?|#N[AV]|#{3,}|Err:\d+|#[A-Z_]{6,}"
)
"""What stands for none, or for an error of a spreadsheet."""
_FORMULA = re.compile("[=+@＝＋－＠\t\r-]")
_PERHAPS_LOST = re.compile(r"[\ufffd?&\\%]")
_LOST = re.compile(r"\ufffd|\?\?|\w\?\w")
_ADDRESS = re.compile(r"https?://\S+")
"""Where marks that look like lost letters are what they should be."""
_ENCODED = re.compile(
    r"&(#\d+|#[xX][\da-fA-F]+|[a-zA-Z]{2,8});|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|(%[\dA-F]{2}){2}"
)
_MISREAD = re.compile(
    r"[À-ÖØ-öø-ÿ]{4}|[¢-¾]{3}|[а-яё](?<!\w.)[А-ЯЁ]{3}|[\u2500-\u259f]|[–—]\S([–—]\S){2}|[\x80-\x9f\ufffd]"
)
"""Cyrillic read as Latin, as another page of Cyrillic, and what old systems made of UTF-8."""
_TWO_SCRIPTS = re.compile(r"[A-Za-zÀ-ɏ][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-zÀ-ɏ]")
_PERHAPS_MISREAD = re.compile(
    r"[Â-ô][¡-¿€‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›ŠŒŽšœžŸ]|[РС]\S([РС]\S){2}|[В-ф][¤¦§©¬®°±µ¶·№Ґ†‡€‰]|[\u2200-\u22ff]"
)


def clean(text: str) -> str:
    """Return a text with composed letters and without the space around it, seen or unseen."""
    if text.isascii():
        return text.strip()
    return _MARGIN.sub("", unicodedata.normalize("NFC", text))


def slug(text: str, mark: str = "-") -> str:
    """Return a text as a name of a-z, 0-9 and a mark; nothing if it has no such letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", mark, plain).strip(mark)


def flaw(text: str) -> str:
    """Return what the clean text of a cell should be instead, or nothing if a reader can read it.

    Found are marks that nobody sees, values that stand for none or for an error, what a spreadsheet
    would run, and letters that went lost or wrong on their way from one encoding to another (after
    ftfy, R. Speer 2019, <https://ftfy.readthedocs.io>).
    """
    return _valueless(text) or _run_by_spreadsheets(text) or illegible(text)


def illegible(text: str) -> str:
    """Return what is wrong with the letters of a text as `flaw` does, or nothing."""
    if text.isascii() and text.isprintable():  # all else that may be wrong is in other letters
        return _lost_or_encoded(text)
    return _unseen(text) or _lost_or_encoded(text) or misread(text) or _mixed(text)


def misread(text: str) -> str:
    """Return what to do if text was read in another encoding than it was saved in, or nothing."""
    if text.isascii():
        return ""
    if _MISREAD.search(text):
        return "text in its own letters, it was read in a wrong encoding (save it as UTF-8)"
    if _PERHAPS_MISREAD.search(text):
        from ftfy import fix_encoding  # noqa: PLC0415 - slow to import, and rarely needed

        if (meant := fix_encoding(text)) != text:
            return f"text in its own letters, perhaps {meant!r} (save it as UTF-8)"
    return ""


def _unseen(text: str) -> str:
    hidden = _INVISIBLE.search(_JOINED.sub("", text))
    if hidden is not None:
        return f"text without invisible characters, such as {_named(hidden[0])}"
    for character in "" if text.isprintable() else text:
        category = unicodedata.category(character)
        if category in _SEPARATING:
            return f"text of one line without control characters, such as {_named(character)}"
        if category in _NO_LETTER:
            return f"text without {_named(character)}, which is no character"
    return ""


def _valueless(text: str) -> str:
    return "a value, or an empty cell" if _NO_VALUE.fullmatch(text) else ""


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run a text."""
    return _FORMULA.match(text) is not None


def _run_by_spreadsheets(text: str) -> str:
    first = _FORMULA.match(text)
    return (
        f"text that does not begin with {first[0]}, which spreadsheets run as a formula"
        if first
        else ""
    )


def _lost_or_encoded(text: str) -> str:
    if not _PERHAPS_LOST.search(text):  # few texts have a mark that the others look for
        return ""
    text = _ADDRESS.sub("", text)
    if _LOST.search(text):
        return "text with all its letters, some were lost (save it as UTF-8)"
    written = _ENCODED.search(text)
    return f"letters in place of {written[0]}" if written else ""


def _mixed(text: str) -> str:
    found = _TWO_SCRIPTS.search(text)
    return f"words in letters of one script, {found[0]} are Latin and Cyrillic" if found else ""


def _named(character: str) -> str:
    return f"U+{ord(character):04X}"
