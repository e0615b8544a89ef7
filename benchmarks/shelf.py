"""What pages load from elsewhere, served from disk: files of npm packages, fetched once."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import BrowserContext, Route

FOLDER = Path(tempfile.gettempdir()) / "uttarapath-shelf"
"""Kept from run to run."""
_CDNJS = r"https://cdnjs\.cloudflare\.com/ajax/libs"
_PACKAGES = {
    r"https://(?:cdn\.jsdelivr\.net/npm|unpkg\.com)/(@?[^@]+@[^/]+)/(.+)": r"\1 \2",
    r"https://code\.jquery\.com/jquery-([\d.]+)\.min\.js": r"jquery@\1 dist/jquery.min.js",
    _CDNJS + r"/Leaflet\.awesome-markers/[\d.]+/(.+)": r"leaflet.awesome-markers@2 dist/\1",
    _CDNJS + r"/leaflet\.markercluster/([\d.]+)/(.+)": r"leaflet.markercluster@\1 dist/\2",
    _CDNJS + r"/require\.js/([\d.]+)/require\.min\.js": r"requirejs@\1 require.js",
}
"""In which package, and where in it, a file is that has an address."""


class Shelf:
    """Serves a page what it asks of the network, and counts it."""

    def __init__(self) -> None:
        """Count from nothing."""
        self.asked = 0
        self.served = 0
        self.missing: set[str] = set()

    def stand_in(self, context: BrowserContext) -> None:
        """Answer for the network."""
        context.route(re.compile(r"https?://"), self._answer)

    def _answer(self, route: Route) -> None:
        self.asked += 1
        address = route.request.url
        file = _file(address)
        if file is None:
            self.missing.add(address)
            route.abort()
            return
        self.served += file.stat().st_size
        route.fulfill(path=file, headers={"Access-Control-Allow-Origin": "*"})


def _file(address: str) -> Path | None:
    """Return the file with an address, if a package has it."""
    for pattern, within in _PACKAGES.items():
        if found := re.fullmatch(pattern, address.partition("?")[0]):
            package, _, path = found.expand(within).partition(" ")
            file = _package(package) / path
            return file if file.is_file() else None
    return None


def _package(name: str) -> Path:
    """Return the folder of a package, fetched if it is not there; empty if it cannot be had."""
    folder = FOLDER / re.sub(r"[^\w.@-]", "_", name)
    if not folder.exists():
        folder.mkdir(parents=True)
        command = [shutil.which("npm") or "npm", "pack", "--silent", unquote(name)]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        for archive in folder.glob("*.tgz"):
            with tarfile.open(archive) as held:
                held.extractall(folder, filter="data")
            archive.unlink()
        if run.returncode:
            print(f"{name}: {run.stderr.strip().splitlines()[:1]}")
    return next(folder.iterdir(), folder)
