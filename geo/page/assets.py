"""The page's own files, read and put together for one self-contained document."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from geo.design.tokens import read_json
from geo.page.bundle import bundle

PAGE = Path(__file__).parent
LEAFLET = PAGE / "vendor" / "leaflet"
STYLES = ["page.css", "story.css", "explore.css", "table.css", "time.css", "map.css", "print.css"]
MARKER_IMAGES = {
    "iconUrl": "marker-icon.png",
    "iconRetinaUrl": "marker-icon-2x.png",
    "shadowUrl": "marker-shadow.png",
}
_SCRIPT_END = re.compile(r"<(?=/script|!--|script)", re.IGNORECASE)


@cache
def script() -> str:
    """Return the page's own modules as one script."""
    return safe_script(bundle(PAGE / "js" / "main.js"))


def safe_script(source: str) -> str:
    """Return JavaScript that cannot end the element it stands in."""
    return _SCRIPT_END.sub(r"\\x3c", source)


@cache
def leaflet_script() -> str:
    """Return Leaflet without its hint at a source map, which a debugger would ask for."""
    source = (LEAFLET / "leaflet.js").read_text("utf-8")
    return safe_script(re.sub(r"\n?//# sourceMappingURL=.*", "\n", source))


@cache
def style() -> str:
    """Return the style sheets: Leaflet's with its images inside, the tokens, and our own."""
    leaflet = (LEAFLET / "leaflet.css").read_text("utf-8")
    leaflet = re.sub(
        r"url\(images/([\w.-]+)\)", lambda found: f"url({_leaflet_image(found[1])})", leaflet
    )
    own = "".join((PAGE / "css" / name).read_text("utf-8") for name in STYLES)
    return leaflet + _tokens() + own


def marker_images() -> dict[str, str]:
    """Return the images of Leaflet's default marker as data addresses, by option name."""
    return {option: _leaflet_image(name) for option, name in MARKER_IMAGES.items()}


def relief(folder: Path) -> dict[str, Any] | None:
    """Return `picture`, the relief of a folder as a data address, and `bounds_m`, where it lies."""
    if not (folder / "relief.json").exists():
        return None
    place: dict[str, Any] = json.loads((folder / "relief.json").read_text("utf-8"))
    picture = _data_uri((folder / "relief.webp").read_bytes(), "webp")
    return {"picture": picture, "bounds_m": place["bounds_m"]}


def _tokens() -> str:
    """Return the theme as custom properties; the page sets `data-theme` on the root."""
    theme = read_json("theme.json")
    pairs = {**theme["colours"], **theme["strengths"]}
    light = {name: str(pair[0]) for name, pair in pairs.items()}
    dark = {name: str(pair[1]) for name, pair in pairs.items()}
    fixed = {**theme["widths"], **theme["dashes"], **theme["type"]}
    return _rule(":root", {"color-scheme": "light", **_properties({**light, **fixed})}) + _rule(
        ":root[data-theme=dark]", {"color-scheme": "dark", **_properties(dark)}
    )


def _properties(tokens: dict[str, str]) -> dict[str, str]:
    return {f"--{name}": value for name, value in tokens.items()}


def _rule(selector: str, declarations: dict[str, str]) -> str:
    body = "".join(f"{name}:{value};" for name, value in declarations.items())
    return f"{selector}{{{body}}}\n"


def _leaflet_image(name: str) -> str:
    return _data_uri((LEAFLET / "images" / name).read_bytes(), "png")


def _data_uri(image: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(image).decode('ascii')}"
