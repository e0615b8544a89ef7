"""The tour, a notebook: run from end to end, and as a page that asks nobody for anything."""

# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from tests.browser.conftest import Opener

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "docs" / "tour.ipynb"


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> tuple[nbformat.NotebookNode, Path]:
    """Run the tour; return it with what it showed, and the folder in which it ran."""
    folder = tmp_path_factory.mktemp("tour")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        notebook = nbformat.read(TOUR, 4)
        NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook, folder


def test_the_tour_is_kept_without_what_it_showed() -> None:
    assert all(not cell.get("outputs") for cell in nbformat.read(TOUR, 4).cells)
    assert TOUR.stat().st_size < 10_000


def test_the_tour_runs_and_its_page_loads_nothing(
    tour: tuple[nbformat.NotebookNode, Path], open_page: Opener
) -> None:
    notebook, folder = tour
    assert (folder / "my-atlas.html").stat().st_size > 1_000_000
    exporter = HTMLExporter(mathjax_url="", require_js_url="", jquery_url="")
    file = folder / "tour.html"
    file.write_text(exporter.from_notebook_node(notebook)[0], encoding="utf-8")
    page = open_page(file, address="")
    whole, bare = (page.frame_locator("iframe >> nth=0"), page.frame_locator("iframe >> nth=1"))
    expect(page.locator("iframe")).to_have_count(2)
    expect(whole.locator("#panel h1")).not_to_be_empty()
    expect(bare.locator("#panel")).to_be_hidden()
    expect(bare.locator("img.leaflet-marker-icon")).to_have_count(1)
    for frame in (whole, bare):
        expect(frame.locator("#failed")).to_be_hidden()
    expect(page.locator("table.dataframe")).to_have_count(5)
    expect(page.get_by_text("nothing found")).to_be_visible()
