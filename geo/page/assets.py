"""The page's own files, read and put together for one self-contained document."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from geo.kept import kept
from geo.model.spec import Spec
from geo.page.bundle import bundle
from geo.read.extras import read_relief

PAGE = Path(__file__).parent
LEAFLET = PAGE / "vendor" / "leaflet"
LAYERS = {
    "base": ["base.css"],
    "leaflet": [],
    "atlas": [],
    "page": [
        "page.css",
        "story.css",
        "explore.css",
        "ways.css",
        "table.css",
        "time.css",
        "map.css",
        "scene.css",
    ],
    "phone": ["phone.css"],
    "bare": ["bare.css"],
    "forced": ["forced.css"],
    "print": ["print.css"],
}
"""Our style sheets by cascade layer, from the weakest; what users add has none and prevails."""
PHONE = "(width <= 700px) or (height < 520px)"
"""The windows in which the panel is a sheet at the bottom; the script asks the page for them."""
MARKER_IMAGES = {
    "iconUrl": "marker-icon.png",
    "iconRetinaUrl": "marker-icon-2x.png",
    "shadowUrl": "marker-shadow.png",
}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SCRIPT_END = re.compile(r"<(?=/script|!--|script)", re.IGNORECASE)


@cache
def script() -> str:
    """Return the page's own modules as one script, the same in whatever encoding it is read."""
    folder = PAGE / "js"
    files = sorted(folder.rglob("*.js"))
    sources = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}
    made_of = [part.encode() for told in sources.items() for part in told]
    whole = safe_script(kept("script", made_of, lambda: bundle(sources, "main.js")))
    return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], whole)


def safe_script(source: str) -> str:
    """Return JavaScript that cannot end the element it stands in, as a browser reads it there."""
    return _SCRIPT_END.sub(r"\\x3c", source.replace("\r\n", "\n").replace("\r", "\n"))


@cache
def leaflet_script() -> str:
    """Return Leaflet and its licence, without its hint at a source map, which debuggers ask for."""
    source, licence = ((LEAFLET / name).read_text("utf-8") for name in ("leaflet.js", "LICENSE"))
    return safe_script(f"/*\n{licence}*/\n{re.sub(r'//# sourceMappingURL=.*', '', source)}")


def style(drawn: str) -> str:
    """Return the style sheets: Leaflet's with its images inside, that of an atlas, and our own."""
    leaflet = (LEAFLET / "leaflet.css").read_text("utf-8")
    leaflet = re.sub(
        r"url\(images/([\w.-]+)\)", lambda found: f"url({_leaflet_image(found[1])})", leaflet
    )
    given = {"leaflet": leaflet, "atlas": drawn}
    layers = [_layer(name, given.get(name, "")) for name in LAYERS if name != "phone"]
    return f"@layer {', '.join(LAYERS)};\n" + "".join(layers)


def phone_style() -> str:
    """Return the rules for windows that are like a phone's."""
    return _layer("phone")


def _layer(name: str, rules: str = "") -> str:
    own = "".join((PAGE / "css" / file).read_text("utf-8") for file in LAYERS[name])
    return f"@layer {name}{{{_tight(rules + own)}}}\n"


def _tight(sheet: str) -> str:
    """Return a style sheet without comments and air."""
    words = " ".join(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).split())
    for mark in "{};,>":
        words = words.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    return words.replace(": ", ":").replace(";}", "}")


def marker_images() -> dict[str, str]:
    """Return the images of Leaflet's default marker as data addresses, by option name."""
    return {option: _leaflet_image(name) for option, name in MARKER_IMAGES.items()}


def relief(spec: Spec) -> dict[str, Any] | None:
    """Return `picture`, the relief of an atlas as a data address, and `bounds_m`, where it lies."""
    found = read_relief(spec)
    return found and {"picture": _data_uri(found.picture, "webp"), "bounds_m": found.bounds_m}


def _leaflet_image(name: str) -> str:
    return _data_uri((LEAFLET / "images" / name).read_bytes(), "png")


def _data_uri(image: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(image).decode('ascii')}"
