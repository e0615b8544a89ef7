"""The pictures of the gallery, each by the code that stands above it: `python -m docs.gallery`."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import find_browser
from tests.browser.waiting import rest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
_PICTURE = re.compile(
    r"^```(python|sh)\n((?:(?!^```).)*?)  # opened: ([\w./]+)(\S*)\n```\n\n!\[([^\]]+)\]\((\S+)\)$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Picture:
    """A picture: its code, the file that this writes, and the address at which that is opened."""

    language: str
    code: str
    file: str
    address: str
    told: str
    path: str

    def draw(self, folder: Path, browser: Browser) -> Image.Image:
        """Run the code in a folder, if it has not run there; return what a reader then sees."""
        file = folder / self.file
        if not file.exists():
            shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
            words = shlex.split(self.code)[1:] if self.language == "sh" else ["-"]
            subprocess.run(  # noqa: S603 - the code of a document of ours
                [sys.executable, *words],
                input=f"import geo\n{self.code}",
                text=True,
                check=True,
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        if file.suffix == ".html":
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(file.as_uri() + self.address)
            page.locator(".labels").wait_for(state="attached")
            rest(page)
            file = folder / "seen.png"
            page.screenshot(path=file)
            page.close()
        return Image.open(file).convert("RGB")


def pictures() -> list[Picture]:
    """Return all pictures of the gallery."""
    return [Picture(*found) for found in _PICTURE.findall((DOCS / "gallery.md").read_text("utf-8"))]


def main() -> None:
    """Draw those that are named, or all."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=find_browser(), args=options)
        for picture in pictures():
            if len(sys.argv) == 1 or Path(picture.path).stem in sys.argv[1:]:
                drawn = picture.draw(Path(folder), browser)
                drawn.thumbnail((1280, 1280))
                target = DOCS / picture.path
                target.parent.mkdir(exist_ok=True)
                drawn.save(target, quality=72, method=6)
        browser.close()


if __name__ == "__main__":
    main()
