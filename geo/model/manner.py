"""Numbers and dates in the manner of a language, as its words describe it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

SCALES = {"thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9}
"""Words that stand for a power of ten."""
_RELATION = re.compile(r"n(?: % (\d+))? (!?=) ([\d.,]+)")


@dataclass(frozen=True)
class Manner:
    """How a language writes numbers and dates.

    `words` are those of the interface. Of them, `number.group` and `number.decimal` are signs;
    `number.sizes` are the sizes of groups of digits, the last repeated, in numbers that have
    `number.grouped_from` digits or more; `number.words` are the words from zero on; `number.plural`
    tells plural categories apart as CLDR does (`one: n = 1; few: n % 10 = 2..4`), what is left is
    `other`. `date.months` are the names of months; `date.date`, `date.month` and `date.day_month`
    put days, months and years together, `{dd}` being a day in two digits.
    """

    words: Mapping[str, str]

    def number(self, value: float) -> str:
        """Write a number, with two decimals at most; a small one with its first three digits."""
        places = 2 - math.floor(math.log10(abs(value))) if 0 < abs(value) < 1 else 2
        digits, _, decimals = f"{abs(value):.{places}f}".rstrip("0").partition(".")
        groups: list[str] = []
        sizes = [int(size) for size in self.words["number.sizes"].split()]
        if len(digits) >= int(self.words["number.grouped_from"]):
            while len(digits) > sizes[0]:
                groups.insert(0, digits[-sizes[0] :])
                digits, sizes = digits[: -sizes[0]], sizes[1:] or sizes
        whole = self.words["number.group"].join([digits, *groups])
        sign = "-" if value < 0 else ""
        return sign + self.words["number.decimal"].join(filter(None, [whole, decimals]))

    def spelled(self, value: float) -> str:
        """Return the word for a number, or the number if it has none."""
        known = self.words["number.words"].split()
        return known[int(value)] if value in range(len(known)) else self.number(value)

    def amount(self, number: str, value: float, unit: str) -> str:
        """Put a number that is written already together with its unit."""
        if f"unit.{unit}" in self.words:
            return self.words[f"unit.{unit}"].replace("{n}", number)
        forms = (f"units.{unit}.{self.plural(value)}", f"units.{unit}")
        word = next((self.words[key] for key in forms if key in self.words), unit)
        return self.words["unit.any"].replace("{n}", number).replace("{unit}", word)

    def between(self, low: str, high: str) -> str:
        """Write a range from one number to another."""
        return self.words["unit.range"].replace("{from}", low).replace("{to}", high)

    def plural(self, value: float) -> str:
        """Return the plural category of a number."""
        rules = (rule.partition(":") for rule in self.words["number.plural"].split(";"))
        fitting = (name.strip() for name, _, wanted in rules if _agrees(wanted, value))
        return next(fitting, "other")

    def padded(self, iso: str, precision: str) -> str:
        """Write as much of a padded date as is known: its `month`, its `year`, else the day."""
        return self.date(iso, precision if precision in ("month", "year") else "date")

    def date(self, iso: str, shown: str) -> str:
        """Write a day, or what is to be shown of it: its `month`, `year`, `day` or `day-month`."""
        year, month, day = iso.split("-")
        if shown == "year":
            return year
        if shown == "day":
            return day.lstrip("0")
        name = self.words["date.months"].split()[int(month) - 1]
        parts = {"year": year, "month": name, "day": day.lstrip("0"), "dd": day}
        text = self.words[f"date.{shown.replace('-', '_')}"]
        return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], text)


def _agrees(wanted: str, value: float) -> bool:
    """Return whether a number is as a rule of CLDR wants it, `and` binding closer than `or`."""
    return any(
        all(_is_so(relation.strip(), value) for relation in each.split(" and "))
        for each in wanted.split(" or ")
    )


def _is_so(relation: str, value: float) -> bool:
    found = _RELATION.fullmatch(relation)
    if not found:
        return False
    modulus, sign, ranges = found.groups()
    rest = value % int(modulus) if modulus else value
    bounds = (each.partition("..") for each in ranges.split(","))
    inside = any(rest in range(int(low), int(high or low) + 1) for low, _, high in bounds)
    return inside == (sign == "=")


PLAIN = Manner(
    {
        "number.group": "",
        "number.decimal": ".",
        "number.sizes": "3",
        "number.grouped_from": "4",
        "number.words": "",
        "number.plural": "",
        "date.months": " ".join(f"{month:02}" for month in range(1, 13)),
        "date.date": "{year}-{month}-{dd}",
        "date.month": "{year}-{month}",
        "date.day_month": "{month}-{dd}",
        "unit.any": "{n}",
        "unit.range": "{from} to {to}",
    }
)
"""How tables and Python write what is no text: plain digits, ISO days."""
