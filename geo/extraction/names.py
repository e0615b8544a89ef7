"""Names of countries by language, after CLDR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages


def country_names(
    iso_a2: str, known: Mapping[str, str], languages: Sequence[str]
) -> dict[str, str | None]:
    """Return `name`, `name_LANGUAGE` and `name_local` of a country.

    Parameters
    ----------
    iso_a2
        Alpha-2 code; empty for ground without one.
    known
        Names that take precedence (`name`, `local`, and by language), and `language`, the locale
        of `name_local` where it is not the first official language of CLDR.
    languages
        The first is that of `name`.
    """
    usual, *others = languages
    return {
        "name": known.get("name") or _name(iso_a2, usual),
        **{f"name_{other}": known.get(other) or _name(iso_a2, other) for other in others},
        "name_local": known.get("local") or _local_name(iso_a2, known.get("language")),
    }


def _local_name(iso_a2: str, language: str | None) -> str | None:
    if language is not None:
        return _name(iso_a2, language)
    official = get_official_languages(iso_a2, de_facto=True) if iso_a2 else ()
    names = (_name(iso_a2, tongue) for tongue in official)
    return next((name for name in names if name), None)


def _name(iso_a2: str, language: str) -> str | None:
    try:
        return Locale.parse(language).territories.get(iso_a2)
    except UnknownLocaleError:
        return None
