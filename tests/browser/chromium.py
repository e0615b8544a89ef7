"""Where the browser for the tests comes from."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = (
    "chromium-headless-shell",  # the same engine without windows, which takes a third less time
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)
HOW_TO_GET_IT = (
    "no Chromium or Chrome found: run `apt-get install chromium-headless-shell libatomic1` as root,"
    " or `python -m playwright install --with-deps chromium`, or point UTTARAPATH_BROWSER at one"
)


def find_browser() -> Path | None:
    """Return an installed Chromium or Chrome, else Playwright's own, else None."""
    named = os.environ.get("UTTARAPATH_BROWSER")
    found = [named] if named else [shutil.which(name) for name in NAMES]
    for path in found:
        if path and Path(path).exists():
            return Path(path)
    try:
        with sync_playwright() as playwright:
            own = Path(playwright.chromium.executable_path)
    except Exception:  # noqa: BLE001 - Playwright raises this very class if its driver cannot start
        return None
    return own if own.exists() and not named else None
