"""What each recipe of CONTRIBUTING.md adds is on the page: drawn, in the legend, and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.api import SHIPPED
from tests.browser.conftest import Opener
from tests.test_recipes_of_contributing import Made

SHOWN = {
    "A new edition of an exercise": ("kazind-2027", "", "KazInd 2027"),
    "A new series of exercises": ("vajra-2026", "series.vajra", "Vajra"),
    "A new corridor": ("az-kz-alat-aktau", "corridor.middle", "Middle Corridor"),
    "A new layer of points": ("kz-consulate-almaty", "rank.honorary", "Honorary consulate"),
    "A language": ("kazind-2016", "series.kazind", "«КазИнд»"),
}
"""A feature, its row in the legend, and a word about it, by recipe."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the page of an atlas in which all recipes were followed."""
    folder = tmp_path_factory.mktemp("recipes")
    file = folder / "map.html"
    file.write_text(Made(folder / SHIPPED.name, *SHOWN).page, "utf-8")
    return file


def opened(heading: str, made: Path, open_page: Opener) -> Page:
    """Open it at what a recipe is about."""
    language = "kk" if heading == "A language" else "en"
    return open_page(made, address=f"#tab=explore&lang={language}&feature={SHOWN[heading][0]}")


def test_an_edition_to_come_is_announced_and_does_not_count(
    open_page: Opener, still: Page, made: Path
) -> None:
    announced = opened("A new edition of an exercise", made, open_page)
    expect(announced.locator("#details .told").first).to_have_text(
        "Announced: 1\N{EN DASH}14 September 2027, Otar, Zhambyl region, Kazakhstan."
    )
    row = '#legend .row:has([data-key="series.kazind"])'
    expect(announced.locator(row)).to_have_text(still.locator(row).text_content() or "")
    expect(announced.locator('.mark[data-id="kazind-2027"]:not([data-off])')).to_have_count(0)


@pytest.mark.parametrize("heading", list(SHOWN)[1:])
def test_what_a_recipe_adds_is_there(heading: str, made: Path, open_page: Opener) -> None:
    page = opened(heading, made, open_page)
    feature, row, word = SHOWN[heading]
    expect(page.locator(f'.mark[data-id="{feature}"]').first).to_be_attached()
    expect(page.locator("#details")).to_contain_text(word)
    if row:
        expect(page.locator(f'#legend .row:has([data-key="{row}"])')).to_contain_text(word)
