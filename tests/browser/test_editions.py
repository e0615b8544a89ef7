"""What changed since the edition before, as the page tells it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from geo.api import Atlas
from tests.browser.conftest import Opener


def test_what_changed_is_listed_by_layer_and_leads_to_its_features(
    page: Page, atlas: Atlas
) -> None:
    told = atlas.tables["changes"]
    is_new = told["field"].isna() & told["new_value"].notna() & (told["part"] == "exercises")
    names = list(told.loc[is_new, "new_value"])
    page.get_by_role("tab", name="About").click()
    about = page.locator("#about")
    about.get_by_text("What changed since edition 0.1.0").click()
    expect(about.get_by_role("button", name=names[0], exact=True)).to_be_visible()
    expect(about.get_by_text(f"{len(names)} new", exact=True)).to_be_visible()
    about.get_by_role("button", name=names[0], exact=True).click()
    expect(page.locator("#details h2")).to_have_text(names[0])


def test_an_atlas_without_an_edition_before_tells_of_none(open_page: Opener, toy: Atlas) -> None:
    page = open_page(toy, address="#tab=about")
    expect(page.locator("#edition dt").first).to_be_visible()
    expect(page.locator("#about details")).to_have_count(0)
