"""The site: every link leads somewhere, a page asks nobody for anything, and all can use it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, expect

import geo
from docs.gallery import DOCS, Picture, pictures
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_access import violations

ROOT = Path(__file__).parents[2]
TOUR = DOCS / "tour.ipynb"
PAGES = [
    "docs/index.html",
    "docs/tour.html",
    "docs/gallery.html",
    "docs/api.html",
    "layers/README.html",
]

Visitor = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site, with the command that CONTRIBUTING.md has for it."""
    told = re.search(r"-m (sphinx .+) site\n", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert told
    folder = tmp_path_factory.mktemp("site") / "site"
    command = [sys.executable, "-m", *told[1].split(), "-q", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def documents(site: Path) -> dict[Path, BeautifulSoup]:
    return {
        page: BeautifulSoup(page.read_text("utf-8"), "html.parser") for page in site.rglob("*.html")
    }


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visitor]:
    """Return what opens a page of the site; none may have asked for anything from elsewhere."""
    asked: list[str] = []
    errors: list[str] = []
    contexts = []

    def visited(name: str, **options: Any) -> Page:  # noqa: ANN401 - as Playwright's
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto((site / name).as_uri())
        return page

    yield visited
    for context in contexts:
        context.close()
    assert [url for url in asked if urlsplit(url).scheme not in ("file", "data", "about")] == []
    assert errors == []


def test_every_link_leads_to_a_file_and_a_place_in_it(
    documents: dict[Path, BeautifulSoup],
) -> None:
    broken = []
    for page, document in documents.items():
        for link in document.find_all(["a", "link", "img", "script"]):
            target = urlsplit(str(link.get("href") or link.get("src") or ""))
            if target.scheme or target.netloc:
                continue
            file = (page.parent / unquote(target.path)).resolve() if target.path else page
            known = documents.get(file)
            found = not (target.fragment and known) or known.find(id=unquote(target.fragment))
            if not (file.exists() and found):
                broken.append(f"{page.name}: {target.geturl()}")
    assert broken == []


def test_no_page_names_what_it_would_load_from_elsewhere_nor_this_machine(
    site: Path, documents: dict[Path, BeautifulSoup]
) -> None:
    for page, document in documents.items():
        loaded = [
            *(tag["src"] for tag in document.find_all(src=True)),
            *(tag["href"] for tag in document.find_all("link", href=True)),
        ]
        assert [url for url in loaded if urlsplit(str(url)).netloc] == [], page.name
        assert str(ROOT) not in page.read_text("utf-8"), page.name
    for style in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", style.read_text("utf-8"))


def test_the_reference_has_every_public_name_and_no_other(
    documents: dict[Path, BeautifulSoup], site: Path
) -> None:
    named = documents[site / "docs" / "api.html"].find_all("dt", id=re.compile(r"^geo\.\w+$"))
    assert {str(name["id"]).partition(".")[2] for name in named} == set(geo.__all__)


def test_the_tour_is_kept_without_what_it_showed() -> None:
    assert not any(cell.get("outputs") for cell in json.loads(TOUR.read_text("utf-8"))["cells"])
    assert TOUR.stat().st_size < 10_000


def test_the_tour_runs_and_shows_its_maps(visit: Visitor) -> None:
    page = visit("docs/tour.html")
    whole, own, bare = (page.frame_locator(f"iframe >> nth={n}") for n in (0, 1, 2))
    expect(page.locator("iframe")).to_have_count(3)
    expect(whole.locator("#panel h1")).not_to_be_empty()
    expect(own.locator(".mark[data-layer=depots]")).to_have_count(3)
    expect(bare.locator("#panel")).to_be_hidden()
    expect(bare.locator("img.leaflet-marker-icon")).to_have_count(1)
    for frame in (whole, own, bare):
        expect(frame.locator("#failed")).to_be_hidden()
    expect(page.locator("table.dataframe")).to_have_count(5)
    expect(page.get_by_text("nothing found")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_the_site(visit: Visitor, name: str, theme: str) -> None:
    page = visit(name, color_scheme=theme)
    # the maps of the tour, with what folium says beneath them: they have tests of their own
    page.locator("iframe").evaluate_all("all => all.forEach((map) => map.parentElement.remove())")
    assert violations(page, theme) == ""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(visit: Visitor, name: str) -> None:
    page = visit(name, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_site_is_searched_without_a_server(visit: Visitor) -> None:
    page = visit("docs/index.html")
    page.get_by_role("textbox", name="Search").fill("gauge")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li a").first).to_be_visible()


def test_every_picture_of_the_gallery_is_there_and_light() -> None:
    named = re.findall(r"^!\[", (DOCS / "gallery.md").read_text("utf-8"), re.MULTILINE)
    assert len(pictures()) == len(named)
    assert {DOCS / picture.path for picture in pictures()} == {*(DOCS / "pictures").iterdir()}
    assert all((DOCS / picture.path).stat().st_size < 150_000 for picture in pictures())


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gallery")


@pytest.mark.parametrize(
    "picture",
    [each for each in pictures() if each.language == "python"],
    ids=lambda each: each.path,
)
def test_a_picture_is_drawn_by_its_code(picture: Picture, studio: Path, browser: Browser) -> None:
    drawn = picture.draw(studio, browser)
    kept = Image.open(DOCS / picture.path).convert("RGB")
    assert drawn.size == kept.size
    difference = ImageStat.Stat(ImageChops.difference(drawn, kept)).mean
    assert max(difference) < 20, "python -m docs.gallery draws it anew"
