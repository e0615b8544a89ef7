"""The page of the example: its own nouns in legend, story and search, and no others."""

from __future__ import annotations

from playwright.sync_api import expect

from geo.api import open_atlas
from tests.browser.conftest import Opener
from tests.test_examples import EXAMPLE, OF_ANOTHER


def test_the_page_of_the_example_speaks_of_its_own_subject(open_page: Opener) -> None:
    page = open_page(open_atlas(EXAMPLE), "")
    expect(page).to_have_title(
        "The Middle Corridor \N{EN DASH} an atlas of the Trans-Caspian route"
    )
    legend = page.locator("#legend")
    for name in ["Middle Corridor", "Khorgos \N{EN DASH} Kars", "Ferry", "Port"]:
        expect(legend.get_by_text(name, exact=True).first).to_be_attached()
    shown = page.locator("body").inner_text() + legend.inner_text()
    assert not [noun for noun in OF_ANOTHER if noun in shown]
    for heading in ["Train, ship, train", "What was missing, and what is", "What it carries"]:
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        if heading != "What it carries":
            page.get_by_role("button", name="Next", exact=True).click()
    page.locator("#search [role=combobox]").fill("Kuryk")
    page.get_by_role("option").first.click()
    expect(page.locator("#details h2")).to_contain_text("Kuryk")
    expect(page.locator("#details .sources li").first).to_be_visible()
