"""Watching: who saves a file sees the page anew, who makes a mistake sees it told."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import geopandas as gpd
import pytest
from playwright.sync_api import Browser, Page, expect
from shapely import LineString

from geo.__main__ import main
from geo.api import SHIPPED
from geo.watch import Site
from tests.browser.conftest import WHOLE
from tests.browser.waiting import PATIENCE_S
from tests.changing import change

pytestmark = pytest.mark.slow

PLACE = "xa-westport"


class Watch:
    """A watch of a toy, what it says, and where it serves."""

    def __init__(self, folder: Path, *options: str) -> None:
        # whoever runs the tests in the background has them ignore Ctrl-C, and all that they start
        signal.signal(signal.SIGINT, signal.default_int_handler)
        command = [sys.executable, "-m", "geo", "build", str(folder), "--watch", *options]
        out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self.folder, self.said = folder, list[str]()
        self.process = subprocess.Popen(command, start_new_session=True, **out)  # type: ignore[call-overload]

    def until(self, beginning: str) -> str:
        """Read on to a line that begins so, and return the rest of it."""
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith(beginning):
                return str(line.removeprefix(beginning).strip())
        raise AssertionError("\n".join(self.said))

    def end(self) -> None:
        """Press Ctrl-C, which reaches all processes of a terminal."""
        os.killpg(self.process.pid, signal.SIGINT)
        assert self.until("stopped") == ""
        assert self.process.wait(PATIENCE_S) == 0
        assert self.process.stdout.read() == ""
        assert "Traceback" not in "\n".join(self.said)

    def put(self, old: str, new: str) -> None:
        """Save the places with another text in one place."""
        change(self.folder / "facts" / "places.csv", old, new)


@contextmanager
def watching(folder: Path, *options: str) -> Iterator[Watch]:
    watch = Watch(folder, *options)
    patience = Timer(PATIENCE_S, watch.process.kill)  # a pipe would be waited for without end
    patience.start()
    try:
        yield watch
    finally:
        patience.cancel()
        watch.process.kill()
        watch.process.communicate()


@pytest.fixture
def watch(toy_folder: Path) -> Iterator[Watch]:
    with watching(toy_folder) as watch:
        yield watch


@contextmanager
def looking(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_S * 1000)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.locator(".labels").wait_for(state="attached")
    yield page
    context.close()
    assert errors == []


def test_a_saved_cell_is_on_the_open_page_and_a_mistake_is_not(
    browser: Browser, watch: Watch
) -> None:
    address = watch.until("page:").split()[0]
    watch.until("map:")
    with looking(browser, f"{address}{WHOLE}") as page:
        name = page.locator(f'.mark[data-id="{PLACE}"]')
        expect(name).to_have_attribute("aria-label", re.compile("Westport"))
        watch.put(",Westport,", ",Westhaven,")
        expect(name).to_have_attribute("aria-label", re.compile("Westhaven"))
        assert page.url == f"{address}{WHOLE}"
        assert watch.until("saved:") == str(watch.folder / "facts" / "places.csv")
        watch.until("map:")

        watch.put(",Westhaven,town,", ",Westhaven,no kind of place,")
        watch.until("error:")
        assert watch.until("  places.csv, row 2, column kind:").startswith("'no kind of place'")
        expect(name).to_have_attribute("aria-label", re.compile("Westhaven"))
        watch.put(",Westhaven,no kind of place,", ",Westcliff,town,")
        expect(name).to_have_attribute("aria-label", re.compile("Westcliff"))

    on_disk = (watch.folder / "map.html").read_text("utf-8")
    assert "Westcliff" not in on_disk  # its data are packed
    assert "EventSource" not in on_disk
    watch.end()


def test_code_that_was_changed_counts_from_the_next_build_on(
    toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toolkit = tmp_path / "geo"
    shutil.copytree(SHIPPED.parent, toolkit, ignore=shutil.ignore_patterns("uttarapath", "__py*"))
    (toolkit / "uttarapath").symlink_to(SHIPPED)
    monkeypatch.chdir(tmp_path)
    code = toolkit / "model" / "dataset.py"
    with watching(toy_folder) as watch:
        watch.until("map:")
        change(code, "isAccessibleForFree", "isFree")
        watch.put(",Westport,", ",Westhaven,")
        watch.until("map:")
        watch.end()
    page = (toy_folder / "map.html").read_text("utf-8")
    assert "isFree" in page
    assert "isAccessibleForFree" not in page


def test_a_key_ends_it_while_it_builds(watch: Watch) -> None:
    watch.until("map:")
    before = (watch.folder / "map.html").read_bytes()
    watch.put(",Westport,", ",Westport at night,")
    watch.until("reading facts")
    watch.end()
    assert (watch.folder / "map.html").read_bytes() == before


def test_files_that_are_added_are_watched_however_they_are_saved(
    browser: Browser, toy_folder: Path, tmp_path: Path
) -> None:
    table, shape = tmp_path / "wells.csv", tmp_path / "roads.shp"
    table.write_text("id,name,lon,lat\nw1,Old well,61,north\n", "utf-8")
    roads = gpd.GeoDataFrame(
        {"name": ["Old road"]}, geometry=[LineString([(-18, -33), (-15, -31)])]
    )
    roads.set_crs(4326).to_file(shape)
    with watching(toy_folder, "--add", str(table), "--add", f"{shape}:Roads") as watch:
        address = watch.until("page:").split()[0]
        assert f"watching: {table}" in watch.said
        assert "wells.csv, row 2, column lat" in watch.until("error:")
        table.write_text("id,name,lon,lat\nw1,Old well,-16,-32\n", "utf-8")
        watch.until("map:")
        with looking(browser, f"{address}{WHOLE}") as page:
            for text in ("w1,New well,-16,-32", "w1,Newer well,-16,-32"):
                part = table.with_name("part")
                part.write_text(f"id,name,lon,lat\n{text}\n", "utf-8")
                part.replace(table)
                assert watch.until("saved:") == str(table)
                name = re.compile(text.split(",")[1])
                expect(page.locator('.mark[data-id*="w1"]')).to_have_attribute("aria-label", name)
                watch.until("map:")
            roads.assign(name="New road").set_crs(4326).to_file(shape)
            road = page.locator('.mark[aria-label*="New road"]')
            expect(road).to_have_count(1)
        table.unlink()
        assert "no such file" in watch.until("error:")
        watch.end()
    assert main(["build", str(toy_folder), "--watch", "--add", str(table)]) == 2


def test_what_cannot_be_watched_is_told_in_a_line(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["build", str(toy_folder), "--port", "8000"])
    assert capsys.readouterr().err.endswith(": --port is that of --watch\n")
    assert main(["build", str(toy_folder / "nowhere"), "--watch"]) == 1
    assert "nowhere: expected a folder\n" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert main(["build", str(toy_folder), "--watch"]) == 2
    command = "pip install -c constraints.txt -e '.[watch]'"
    told = f"error: this needs the extra watch, in a clone: {command}\n"
    assert capsys.readouterr() == ("", told)


def test_who_comes_by_another_name_gets_nothing() -> None:
    site = Site(0)
    try:
        given = {}
        for name in ("127.0.0.1", f"localhost:{site.server_port}", "atlas.example.org", ""):
            asked = http.client.HTTPConnection("127.0.0.1", site.server_port, timeout=PATIENCE_S)
            asked.request("GET", "/", headers={"Host": name})
            given[name] = asked.getresponse().status
        assert [*given.values()] == [200, 200, 421, 421]
        with pytest.raises(OSError, match=f"^port {site.server_port}: "):
            Site(site.server_port)
    finally:
        site.shutdown()
        site.server_close()
