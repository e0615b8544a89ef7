"""What check-geojson, npm `@placemarkio/check-geojson`, MIT, finds in the layers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from geo.api import PUBLISHED

LIBRARY = Path(__file__).parent / "check-geojson" / "check-geojson-0.1.14.js"
CHECK = """text => {
  try { checkGeojson.check(text); return []; }
  catch (error) { return error.issues.map(issue => issue.message); }
}"""


@pytest.fixture
def checker(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=LIBRARY)
    yield page
    page.close()


def test_every_layer_is_geojson(checker: Page) -> None:
    for path in PUBLISHED.glob("*.geojson"):
        assert checker.evaluate(CHECK, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"type":"Point"', '"type":"Dot"', "not allowed here"),
        ('"coordinates":[', '"coordinates":["east",', "must be a number"),
        ('"geometry":{', '"features":[],"geometry":{', "cannot contain a member named features"),
    ],
)
def test_check_geojson_can_fail(checker: Page, old: str, new: str, message: str) -> None:
    text = (PUBLISHED / "places.geojson").read_text("utf-8")
    issues = checker.evaluate(CHECK, text.replace(old, new, 1))
    assert any(message in issue for issue in issues), issues
