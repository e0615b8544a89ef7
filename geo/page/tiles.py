"""Online tiles beneath the map, from the list of providers that xyzservices keeps."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.errors import TilesError
from geo.page.policy import source

if TYPE_CHECKING:
    from xyzservices import Bunch, TileProvider

LIST = "https://xyzservices.readthedocs.io/en/stable/gallery.html"
LEAFLET_OPTIONS = {
    "subdomains": "subdomains",
    "min_zoom": "minZoom",
    "max_zoom": "maxNativeZoom",
    "tileSize": "tileSize",
    "zoomOffset": "zoomOffset",
    "tms": "tms",
}
DEFAULT_SUBDOMAINS = "abc"  # Leaflet's own
MOST_SHOWN = 6


@dataclass(frozen=True)
class Tiles:
    """The tiles of one provider, all of them in Web Mercator.

    `url` has Leaflet's placeholders, `options` are those of its tile layer, and `attribution` is
    the provider's own line as pieces of text, each with the address that it leads to or None.
    """

    name: str
    url: str
    options: dict[str, Any]
    attribution: list[tuple[str, str | None]]

    def origins(self) -> list[str]:
        """Return every origin that the tiles come from."""
        names = self.options.get("subdomains", DEFAULT_SUBDOMAINS)
        addresses = [urlsplit(self.url.replace("{s}", name)) for name in names]
        return sorted({f"{address.scheme}://{address.netloc}" for address in addresses})


def find_tiles(told: str | TileProvider) -> Tiles:
    """Return the tiles of a provider.

    Parameters
    ----------
    told
        A provider of xyzservices, or its name there, `OpenStreetMap.Mapnik` for one; case and
        punctuation do not matter.

    Raises
    ------
    TilesError
        If no provider has that name, or if it needs a key, is not in Web Mercator, or not on the
        web.
    """
    provider = _named(told) if isinstance(told, str) else told
    if provider.requires_token():
        raise TilesError(f"the tiles of {provider.name} need a key, which this page cannot keep")
    if provider.get("crs", "EPSG:3857") != "EPSG:3857":
        raise TilesError(f"the tiles of {provider.name} are in {provider.crs}, not Web Mercator")
    if "://" not in (source(provider.url) or ""):
        raise TilesError(f"the tiles of {provider.name} have no address of the web: {provider.url}")
    return Tiles(
        provider.name,
        provider.build_url(fill_subdomain=False, scale_factor="{r}"),
        {ours: provider[theirs] for theirs, ours in LEAFLET_OPTIONS.items() if theirs in provider},
        _pieces(provider.get("html_attribution") or provider.attribution),
    )


def _named(name: str) -> TileProvider:
    from xyzservices import providers  # noqa: PLC0415 - a long list, and few pages have tiles

    try:
        return providers.query_name(name)
    except ValueError:
        raise TilesError(f"no tile provider is called {name!r}; {_near(name, providers)}") from None


def _near(name: str, providers: Bunch) -> str:
    """Return names like the one that was not found, else where all of them are listed."""
    free = providers.filter(requires_token=False).flatten()
    known = {full.lower(): full for full in free}
    close = difflib.get_close_matches(name.lower(), known, n=MOST_SHOWN)
    close += [low for low in known if name.lower() in low and low not in close]
    if not close:
        return f"{LIST} lists them"
    return f"names like it: {', '.join(known[low] for low in close[:MOST_SHOWN])}"


def _pieces(html: str) -> list[tuple[str, str | None]]:
    reader = _Attribution()
    reader.feed(html)
    reader.close()
    return reader.pieces


class _Attribution(HTMLParser):
    """Reads text and links out of markup, which so never reaches the page."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str | None]] = []
        self._address: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads, if that is the web."""
        address = dict(attrs).get("href") if tag == "a" else None
        if address and urlsplit(address).scheme in {"http", "https"}:
            self._address = address

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        if tag == "a":
            self._address = None

    def handle_data(self, data: str) -> None:
        """Keep a text with the link that it stands in."""
        self.pieces.append((data, self._address))
