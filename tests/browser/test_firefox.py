"""The page works in Firefox too."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from geo.api import PUBLISHED, SHIPPED, open_atlas
from tests.browser.conftest import DESKTOP, Published
from tests.browser.firefox import Firefox, started_firefox
from tests.browser.waiting import PATIENCE_S


def until(firefox: Firefox, expression: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not firefox.evaluate(expression):
        assert time.monotonic() < deadline, expression
        time.sleep(0.05)


@pytest.mark.system("firefox-esr")
def test_the_page_works_in_firefox(page_file: Path, published: Published, tmp_path: Path) -> None:
    scenes = open_atlas(SHIPPED, layers=PUBLISHED).story
    with started_firefox(tmp_path) as firefox:
        firefox.open(page_file.as_uri(), **DESKTOP)
        until(firefox, "document.querySelectorAll('.label').length > 10")
        heading = "document.querySelector('#story h2').textContent"
        assert firefox.evaluate(heading) == scenes[0].words["en"].heading
        firefox.evaluate("document.querySelector('#story .next').click()")
        assert firefox.evaluate(heading) == scenes[1].words["en"].heading
        assert firefox.evaluate("location.hash") == f"#scene={scenes[1].id}"
        firefox.evaluate("document.querySelector('#tab-explore').click()")
        drawn = "document.querySelectorAll('[data-layer=\"{}\"]:not([data-off])').length"
        for layer in ("instc", "exercises"):
            assert firefox.evaluate(drawn.format(layer)) == len(published[0][layer])
        firefox.evaluate("document.querySelector('[data-id=\"kazind-2016\"]').focus()")
        firefox.evaluate("uttarapath.state.set({ feature: 'kazind-2016', date: '2020-12-31' })")
        assert "KazInd 2016" in firefox.evaluate(
            "document.querySelector('#details h2').textContent"
        )
        held = int((published[0]["exercises"]["start"] <= "2020-12-31").sum())
        assert firefox.evaluate(drawn.format("exercises")) == held
        assert firefox.complaints == []
