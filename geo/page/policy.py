"""What a page may load and run: a Content-Security-Policy that gives what was declared, no more."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable
from html.parser import HTMLParser
from urllib.parse import unquote

Need = tuple[str, str]
"""A directive of a policy and a source that it has to name."""

USUAL = {
    "default-src": "'none'",
    "script-src": "",
    "style-src": "'unsafe-inline'",
    "font-src": "data:",
    "img-src": "data:",
    "connect-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
LINKS = {
    "stylesheet": ("style-src", "font-src", "img-src"),
    "preconnect": ("connect-src",),
    "icon": ("img-src",),
}
LOADED = {
    ("img", "src"): "img-src",
    ("image", "href"): "img-src",
    ("video", "poster"): "img-src",
    ("video", "src"): "media-src",
    ("audio", "src"): "media-src",
    ("source", "src"): "media-src",
    ("iframe", "src"): "frame-src",
    ("object", "data"): "object-src",
    ("embed", "src"): "object-src",
    ("form", "action"): "form-action",
    ("script", "src"): "script-src",
}
"""What the attributes of markup load, or send to."""
OPENED = [f"{kind}-src" for kind in ("script", "style", "font", "img", "media", "connect", "frame")]
"""All that an origin is opened for where a user names it."""
_ADDRESS = re.compile(r"(?:(https?):)?//(?:[^/?#\\]*@)?([^/?#\\]*)", re.IGNORECASE)
_PLACEHOLDER = re.compile(r".*\{\w+\}[a-z0-9-]*(?=\.)")
_HOST = re.compile(r"(\*\.[a-z0-9-]+\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FRAME = re.compile(r"data:text/html[^,]*?(;base64)?,(.*)", re.DOTALL)


def policy(needed: Iterable[Need]) -> str:
    """Return a policy that grants some needs and nothing else."""
    granted = {name: dict.fromkeys(usual.split()) for name, usual in USUAL.items()}
    for directive, found in needed:
        granted.setdefault(directive, {})[found] = None
    for sources in granted.values():
        if len(sources) > 1:
            sources.pop("'none'", None)
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in granted.items())


def run(script: str) -> Need:
    """Return the need to run a script, which is known by its hash."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return "script-src", f"'sha256-{digest}'"


def openings(origins: Collection[str]) -> list[Need]:
    """Return the needs to load anything from some origins.

    Raises
    ------
    ValueError
        If one is no origin.
    """
    for each in origins:
        if "://" not in each or source(each) != each:
            told = "an origin is a scheme and a host, such as https://data.example.org"
            raise ValueError(f"{each!r} cannot be allowed: {told}")
    return [(directive, each) for each in origins for directive in OPENED]


def source(address: str) -> str | None:
    """Return where an address leads as a source of a policy, None if no source can say that.

    A placeholder in a host, as tiles have it, stands for any name.
    """
    address = address.strip()
    scheme, colon, _ = address.partition(":")
    if colon and scheme.lower() in {"data", "blob"}:
        return f"{scheme.lower()}:"
    if found := _ADDRESS.match(address):
        host = _PLACEHOLDER.sub("*", found[2].lower())
        return f"{(found[1] or 'https').lower()}://{host}" if _HOST.fullmatch(host) else None
    return None if _SCHEME.match(address) else "'self'"


def needs(markup: str) -> list[Need]:
    """Return what markup loads and runs."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.needs


class _Reader(HTMLParser):
    """Gathers what tags load and run; what stands in a frame of data is part of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.needs: list[Need] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads, and what it does when something happens to it."""
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name.startswith("on") or value.lower().strip().startswith("javascript:"):
                self.needs += [("script-src", "'unsafe-hashes'"), run(value)]
            elif directive := LOADED.get((tag, name)):
                self._load(directive, value)
        for candidate in given.get("srcset", "").split(",") if tag == "img" else ():
            self._load("img-src", candidate.strip().partition(" ")[0])
        for kind in given.get("rel", "").lower().split() if tag == "link" else ():
            for directive in LINKS.get(kind, ()):
                self._load(directive, given.get("href", ""))
        if tag == "iframe":
            self.needs += needs(_inside(given))
        kind = given.get("type", "").lower()
        self._script = tag == "script" and "src" not in given and "json" not in kind

    def handle_data(self, data: str) -> None:
        """Note a script that stands in the markup."""
        if self._script:
            self.needs.append(run(data))

    def _load(self, directive: str, address: str) -> None:
        found = source(address) if address else None
        if found:
            self.needs.append((directive, found))


def _inside(frame: dict[str, str]) -> str:
    """Return the document that a frame brings along."""
    found = _FRAME.match(frame.get("src", ""))
    if not found:
        return frame.get("srcdoc", "")
    text = unquote(found[2])
    return base64.b64decode(text).decode("utf-8", "replace") if found[1] else text
