"""What an atlas says in words, in its usual language: texts, numbers, lengths, days."""

from __future__ import annotations

from geo.model.manner import Manner
from geo.model.spec import LayerSpec, Spec


def say(spec: Spec, *keys: str, **values: str) -> str:
    """Return the first of some texts that the atlas has, with its values filled in, or nothing."""
    language = spec.languages[0]
    key = next((key for key in keys if key in spec.words[language]), None)
    return spec.say(key, language, **values) if key else ""


def number(spec: Spec, value: float) -> str:
    """Return a whole number with its thousands apart."""
    return Manner(spec.words[spec.languages[0]]).number(round(value))


def kilometres(spec: Spec, value: float) -> str:
    """Return a length in km."""
    return say(spec, "unit.km", n=number(spec, value))


def date(spec: Spec, iso: str, precision: str = "day") -> str:
    """Return as much of a date as is known."""
    return Manner(spec.words[spec.languages[0]]).padded(iso, precision)


def degrees(spec: Spec, value: float, sides: tuple[str, str]) -> str:
    """Return degrees of longitude (`east`, `west`) or latitude (`north`, `south`)."""
    side = sides[value < 0] if value % 180 else "zero"  # 180 is east as much as west
    return say(spec, f"degrees.{side}", n=f"{abs(value):g}")


def value_word(spec: Spec, layer: LayerSpec, column: str, value: str) -> str:
    """Return the name of a value of a column, or the value where it has none."""
    group = layer.table[column].group
    return say(spec, f"{group}.{value}") or value
