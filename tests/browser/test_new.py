"""An atlas as it is on its first day: two commands, and a map that opens."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from geo.__main__ import main
from tests.browser.conftest import Opener


def test_a_new_atlas_is_built_and_opens(tmp_path: Path, open_page: Opener) -> None:
    folder = tmp_path / "my-atlas"
    assert main(["new", str(folder)]) == main(["build", str(folder)]) == 0
    page = open_page(folder / "map.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two lands")
    expect(page.locator(".labels")).to_contain_text("Westport")
