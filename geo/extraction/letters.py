"""Names of places from one script into another by rule, where no source writes them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

_VIRAMA, _DOT = "\N{DEVANAGARI SIGN VIRAMA}", "\N{DEVANAGARI SIGN ANUSVARA}"
_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@dataclass(frozen=True)
class _Hindi:
    """How the letters of a language are written in Devanagari."""

    consonants: Mapping[str, str]
    vowels: Mapping[str, tuple[str, str]]
    together: Collection[tuple[str, str]]
    nasal: str
    stops: Collection[str]

    @classmethod
    def of(cls, language: str) -> _Hindi:
        """Return the rules of a language of `letters.toml`."""
        table = {key: text.split() for key, text in _TABLES[language].items()}
        first, behind = table["vowels"][1::3], table["vowels"][2::3]
        forms = zip(first, (form.strip("-") for form in behind), strict=True)
        stops = table["stops"]
        hissing = {(hiss, stop) for hiss in table["hisses"] for stop in stops}
        flowing = {(stop, liquid) for stop in stops for liquid in table["liquids"]}
        return cls(
            _pairs(table["consonants"]),
            dict(zip(table["vowels"][::3], forms, strict=True)),
            hissing | flowing,
            table["nasal"][0],
            stops,
        )

    def units(self, word: str) -> list[str]:
        """Part a word into the letters, and pairs of letters, that have rules."""
        return _units(word, [*self.consonants, *self.vowels])

    def write(self, units: list[str]) -> str:
        """Write a word.

        Consonants join at the ends of a word, and if they are double; between vowels most stand
        apart, as in ordinary Hindi. Before a stop, n is a dot.
        """
        spoken = [at for at, unit in enumerate(units) if unit in self.vowels]
        first, last = (spoken[0], spoken[-1]) if spoken else (len(units), -1)
        written = ""
        for at, (before, unit, after) in enumerate(
            zip(["", *units], units, [*units[1:], ""], strict=False)
        ):
            if unit in self.vowels:
                written += self.vowels[unit][before in self.consonants]
            elif unit == self.nasal and after in self.stops:
                written += _DOT
            else:
                at_end = not first <= at <= last
                joins = at_end or unit == after or (unit, after) in self.together
                written += self.consonants.get(unit, unit)
                written += _VIRAMA * (after in self.consonants and joins)
        return written


def cyrillic(name: str) -> str:
    """Write a name of Persian or a Turkic language, as English has it, in Russian letters."""
    letters = _pairs(_TABLES["cyrillic"]["letters"].split())

    def write(word: str) -> str:
        units = _units(re.sub("(?<=e)h$", "", word), letters)
        return "".join(letters.get(unit, unit) for unit in units)

    return _by_word(name, write)


def devanagari(name: str) -> str:
    """Write a Russian name in the letters of Hindi; an i at the end of a word is long there."""
    rules = _Hindi.of("russian")

    def write(word: str) -> str:
        return re.sub("ि$", "ी", rules.write(rules.units(re.sub("[ьъ]", "", word))))

    return _by_word(name, write)


def devanagari_of_persian(name: str, persian: str) -> str:
    """Write a Persian name in Hindi letters; English has its vowels, Persian their length."""
    rules = _Hindi.of("persian")
    table = {key: text.split() for key, text in _TABLES["persian"].items()}
    written, bearers = _pairs(table["written"]), table["bearers"]
    left = [letter for letter in persian if letter.isalpha()]

    def write(word: str) -> str:
        units: list[str] = []
        for unit in rules.units(word):
            if unit not in rules.vowels:
                if units[-1:] != [unit]:  # Persian writes a double consonant once
                    del left[:1]
                units.append(unit)
                continue
            if left[:1] == bearers[1:] or (not units and left[:1] == bearers[:1]):
                del left[0]
            is_long = bool(left) and left[0] in written.get(unit, "")
            del left[: int(is_long)]
            units.append({"a": "ā", "i": "ī"}.get(unit, unit) if is_long else unit)
        return rules.write(units)

    return _by_word(name, write)


def _by_word(name: str, write: Callable[[str], str]) -> str:
    words = (
        (part, write(part.lower()) if part.isalpha() else part) for part in re.split(r"(\W+)", name)
    )
    return "".join(done.capitalize() if part[:1].isupper() else done for part, done in words)


def _units(word: str, known: Collection[str]) -> list[str]:
    return re.findall("|".join([*(unit for unit in known if len(unit) == 2), "."]), word)


def _pairs(items: list[str]) -> dict[str, str]:
    return dict(zip(items[::2], items[1::2], strict=True))
