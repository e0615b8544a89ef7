"""What people read of a pack: what is in it, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geo.model.atlas import Atlas
from geo.pack.credits import credits_list
from geo.pack.formats.datapackage import Item
from geo.pack.qgis.expressions import variable
from geo.publish.dictionary import filled, to_dictionary

_TEXTS = Path(__file__).parent / "texts"


def documents(atlas: Atlas) -> Iterator[Item]:
    """Yield the documents of the pack of an atlas."""
    marks = _marks(atlas)
    for name, title in (
        ("README.md", "What is in the pack"),
        ("DICTIONARY.md", "What every column means"),
    ):
        yield Item(name, filled(_TEXTS / name, atlas, **marks), title)


def _marks(atlas: Atlas) -> dict[str, str]:
    """Return what is filled into the templates beside title, version and date, by mark."""
    spec = atlas.spec
    named = " or ".join(f"`{view}`" for view in spec.worldviews)
    views = filled(
        _TEXTS / "views.md", atlas, views=named, usual=spec.worldviews[0], variable=variable(spec)
    ).decode()
    return {
        "name": spec.name,
        "description": f"{spec.description}.\n\n" if spec.description else "",
        "layers": "\n".join(
            f"- `{name}`: {layer.table.doc}" for name, layer in spec.layers.items()
        ),
        "views": f"\n{views}" if len(spec.worldviews) > 1 else "",
        "licences": credits_list(atlas),
        "dictionary": to_dictionary(atlas.spec),
    }
