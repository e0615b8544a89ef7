"""Licences of what a file holds, and whom a map names for them."""

from __future__ import annotations

from collections.abc import Iterable

from geo.model.atlas import Atlas
from geo.model.licences import described, licence_ids, licences


def credit(atlas: Atlas, licence: str) -> str:
    """Return whom a map names for the features of a licence; its title if the atlas is silent."""
    text = atlas.spec.credits.get(licence, licences()[licence]["title"])
    known = {"title": atlas.spec.title, "version": atlas.version, "date": atlas.date}
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def named(atlas: Atlas, licence: str) -> str:
    """Return whom a map names, to stand after the title of the licence; nothing if that is all."""
    text = credit(atlas, licence)
    return f": {text}" if text != licences()[licence]["title"] else ""


def attribution(atlas: Atlas, ids: Iterable[str]) -> str:
    """Return the line that names whom the data of some licences come from."""
    return "; ".join(credit(atlas, licence) for licence in ids)


def credits_list(atlas: Atlas) -> str:
    """Return whom to name for each licence of an atlas, as a list in Markdown."""
    ids = licence_ids(*atlas.layers.values(), *atlas.tables.values())
    return "\n".join(
        f"- `{each['name']}`, [{each['title']}]({each['path']}){named(atlas, each['name'])}"
        for each in described(ids)
    )
