"""The linter: each rule catches what it is there for, and lets pass what only looks alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
from geo.__main__ import main
from geo.api import Atlas, open_atlas
from geo.errors import DataError
from geo.linter.drawn import Drawn, Segment
from geo.linter.phrases import LEFT_OVER
from geo.linter.rule import Finding, Linted, Rule
from geo.linter.rules import RULES, lint
from geo.model.rows import rows
from geo.model.story import Hold
from tests.conftest import Editor

NOTHING = shapely.Polygon()


class Draft:
    """An atlas whose layers, tables and story a test may change, frame by frame."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.layers: dict[str, gpd.GeoDataFrame] = dict(atlas.layers)
        self.tables: dict[str, pd.DataFrame] = dict(atlas.tables)
        self.story = atlas.story
        self.spec = atlas.spec

    def changed(self) -> Atlas:
        """Return the atlas as it is now."""
        return replace(
            self.atlas,
            spec=self.spec,
            layers=self.layers,
            tables=self.tables,
            story=self.story,
        )

    def put(self, name: str, row: str, key: str = "id", **cells: object) -> None:
        """Set cells of the row with a key in a copy of one frame."""
        frames: dict[str, Any] = self.layers if name in self.layers else self.tables
        frame = frames[name].copy()
        for column, value in cells.items():
            frame.loc[frame[key] == row, column] = value
        frames[name] = frame

    def drop(self, name: str, column: str, value: str) -> None:
        """Leave out the rows of a table with a value."""
        frame = self.tables[name]
        self.tables[name] = frame[frame[column] != value]

    def move(self, name: str, feature: str, lon: float, lat: float) -> None:
        """Move a point."""
        self.put(name, feature, geometry=shapely.Point(lon, lat))

    def stretch(self, feature: str, factor: float) -> None:
        """Change the length of a segment."""
        self.put("instc", feature, len_km=self.segment(feature).len_km * factor)

    def draw(self, feature: str, *between: tuple[float, float], keep: bool = False) -> None:
        """Draw the line of a segment straight from end to end, but for some positions between.

        With `keep` the positions are added where its own line has reached the middle.
        """
        line = self.segment(feature).geometry.coords
        middle = len(line) // 2 if keep else 1
        self.put(
            *("instc", feature),
            geometry=shapely.LineString(
                [*line[:middle], *between, *line[middle if keep else -1 :]]
            ),
        )

    def bend(self, feature: str) -> tuple[float, float]:
        """Return the second bend of a segment."""
        lon, lat = self.segment(feature).geometry.coords[2]
        return lon, lat

    def segment(self, feature: str) -> Any:  # noqa: ANN401 - a row
        """Return a segment."""
        return next(row for row in rows(self.layers["instc"]) if row.id == feature)

    def dye(self, layer: str, *hue: str) -> None:
        """Give a layer another hue."""
        dyed = replace(self.spec.layers[layer], hue=(hue[0], hue[1]))
        self.spec = replace(self.spec, layers={**self.spec.layers, layer: dyed})

    def say(self, language: str, key: str, word: str) -> None:
        """Let the page say something else in a language."""
        said = {**self.spec.words, language: {**self.spec.words[language], key: word}}
        self.spec = replace(self.spec, words=said)

    def hold(self, found: str) -> None:
        """Let a scene state that there is one thing of which there are some."""
        holds = [Hold("count exercises", "1", found)]
        self.story = (replace(self.story[0], holds=holds), *self.story[1:])


def crowd_steps(draft: Draft) -> None:
    """Let the first two steps of a history begin on one day."""
    frame = draft.tables["status_history"].copy()
    rows = frame.index[frame["segment"] == "in-ir-nhava-sheva-bandar-abbas"][:2]
    frame.loc[rows, "valid_from"] = frame.loc[rows[0], "valid_from"]
    draft.tables["status_history"] = frame


def rest_on_weak(draft: Draft) -> None:
    """Let a railway be sure, with a weak source beside the map alone."""
    draft.put("instc", RAILWAY, sources="osm;weak-one", confidence="high")
    weak = pd.DataFrame([{"id": "weak-one", "weight": "weak", "kind": "press"}])
    draft.tables["sources"] = pd.concat([draft.tables["sources"], weak], ignore_index=True)


def straighten(draft: Draft) -> None:
    """Draw a railway as a straight line that does not claim to be more."""
    draft.draw(RAILWAY)
    draft.put("instc", RAILWAY, geom_basis="schematic")


def beside(draft: Draft, place: str, aside: float) -> tuple[float, float]:
    """Return the position of a place, a little aside."""
    places = draft.layers["places"]
    (point,) = places.geometry[places["id"] == place]
    lon, lat = shapely.get_coordinates(point)[0]
    return lon + aside, lat


def middle(draft: Draft, segment: str) -> tuple[float, float]:
    """Return the vertex of a line before which `draw` adds what it keeps."""
    coords = draft.segment(segment).geometry.coords
    lon, lat = coords[len(coords) // 2 - 1]
    return lon, lat


def zigzag(draft: Draft, degrees: float) -> list[tuple[float, float]]:
    """Return steps of a raster that lead away from the middle of a line."""
    lon, lat = middle(draft, RAILWAY)
    steps = np.cumsum([(degrees, 0), (0, degrees)] * 4, axis=0)
    return [(lon + x, lat + y) for x, y in steps]


RAILWAY = "ir-bafq-yazd"
"""A railway whose line is that of a map."""

CATCHES: dict[str, tuple[Callable[[Draft], object], str]] = {
    "layers-hold-features": (
        lambda draft: draft.layers.update(ashgabat=draft.layers["ashgabat"].head(0)),
        "layers/ashgabat.toml, key facts: the layer has no feature on ",
    ),
    "ways-have-segments": (
        lambda draft: draft.drop("routes", "branch", "instc-west"),
        "routes.csv, row instc-west: no row says which segments it takes",
    ),
    "dates-have-a-history": (
        lambda draft: draft.drop("status_history", "segment", "in-ir-nhava-sheva-bandar-abbas"),
        "segments.csv, row in-ir-nhava-sheva-bandar-abbas: status_on is ",
    ),
    "rails-have-a-gauge": (
        lambda draft: draft.put("instc", RAILWAY, gauge_mm=None),
        f"segments.csv, row {RAILWAY}: operating, but without gauge_mm",
    ),
    "share-alike-named": (
        lambda draft: draft.say("ru", "credit", "Natural Earth, GeoNames"),
        "words/ru.toml, key credit: does not name ODbL-1.0, under which some layers are",
    ),
    "sources-used": (
        lambda draft: draft.drop("milestones", "id", "chabahar-contract"),
        "sources.csv, row orissadiary-chabahar-2024: nothing cites it",
    ),
    "on-the-map": (
        lambda draft: draft.move("places", "ir-bafq", 55.4, -31.6),
        "places.csv, row ir-bafq: lies off the map, 8,000 km west and east, 5,600 km north and",
    ),
    "precision-honest": (
        lambda draft: draft.put("places", "ir-bafq", precision_m=10),
        "places.csv, row ir-bafq: precision of 10 m, its source gives 100 m",
    ),
    "codes-fit": (
        lambda draft: draft.put("identifiers", "identifiers-in-mundra-unlocode", code="PKMUN"),
        "identifiers.csv, row in-mundra: PKMUN is a place of PK",
    ),
    "codes-of-one": (
        lambda draft: draft.put("identifiers", "identifiers-in-mundra-unlocode", code="INNSA"),
        "identifiers.csv, row in-nhava-sheva: unlocode INNSA is in-mundra",
    ),
    "codes-agree": (
        lambda draft: draft.put("identifiers", "identifiers-ind-india-wikidata", scope="town"),
        "identifiers.csv, row ind-india: lacks wikidata Q668, as it has in another view",
    ),
    "addresses-plain": (
        lambda draft: draft.put("sources", "osm", url="https://example.org/a?id=7&utm_source=rss"),
        "sources.csv, row osm: its address tells who came whence: utm_source",
    ),
    "high-on-good-sources": (
        rest_on_weak,
        f"segments.csv, row {RAILWAY}: high, but rests on weak-one",
    ),
    "events-in-order": (
        lambda draft: draft.put("exercises", "kazind-2018", start="2018-12-01"),
        "exercises.csv, row kazind-2018: start is later than finish",
    ),
    "come-by-now": (
        lambda draft: draft.put("exercises", "kazind-2018", as_of="2027-04-01"),
        "exercises.csv, row kazind-2018: as_of is 2027-04-01, the data date is 2026-11-22",
    ),
    "checked-since": (
        lambda draft: draft.put("instc", RAILWAY, as_of="1976-01-01"),
        "segments.csv, row ir-bafq-yazd: status_on is 1977-01-01, later than as_of",
    ),
    "padded": (
        lambda draft: draft.put("milestones", "instc-signed", date_prec="month"),
        "milestones.csv, row instc-signed: known to the month, but date is 2000-09-12, neither its",
    ),
    "held-or-announced": (
        lambda draft: draft.put(
            "exercises", "kazind-2018", start="2027-03-01", finish="2027-03-14", confidence="high"
        ),
        "exercises.csv, row kazind-2018: high, but start is 2027-03-01, the data date is",
    ),
    "sure-since-when": (
        lambda draft: draft.put("instc", RAILWAY, status_on=None, confidence="high"),
        f"segments.csv, row {RAILWAY}: high, but nobody knows since when it is operating",
    ),
    "no-surer-than-steps": (
        # the step is of the encyclopedia that anyone may edit
        lambda draft: draft.put("instc", RAILWAY, confidence="high"),
        f"segments.csv, row {RAILWAY}: high, but its step of 1977-01-01 is low",
    ),
    "lengths-no-finer": (
        lambda draft: draft.put("instc", RAILWAY, len_km=118.97541301),
        f"segments.csv, row {RAILWAY}: len_km is 118.97541301, no course is known",
    ),
    "editions-in-order": (
        lambda draft: draft.put("exercises", "kazind-2018", edition=9),
        "exercises.csv, row kazind-2019: edition 4 of kazind begins after edition 9",
    ),
    "history-in-order": (
        crowd_steps,
        "two steps of in-ir-nhava-sheva-bandar-abbas begin on 2014-08-01",
    ),
    "memberships-agree": (
        lambda draft: draft.put("memberships", "QAT", key="iso_a3", until=None),
        "QAT is founder and left of ashgabat at a time",
    ),
    "ends-at-places": (
        # 48.70 N, 44.52 E is Volgograd
        lambda draft: draft.move("places", "ru-astrakhan", 44.52, 48.70),
        "km from ru-astrakhan [ends-at-places]",
    ),
    "licence-of-ends": (
        lambda draft: draft.put("instc", RAILWAY, licence="CC-BY-4.0"),
        f"segments.csv, row {RAILWAY}: is CC-BY-4.0, but ir-bafq is ODbL-1.0 [licence-of-ends]",
    ),
    "length-fits-line": (
        lambda draft: draft.stretch("ru-moscow-st-petersburg", 1.2),
        "segments.csv, row ru-moscow-st-petersburg: 780 km long, but drawn with 64",
    ),
    "measured-along-network": (
        lambda draft: draft.put("instc", "ir-chabahar-khash", len_basis="network"),
        "segments.csv, row ir-chabahar-khash: no network is followed: its length is geodesic",
    ),
    "ways-chain": (
        lambda draft: draft.drop("routes", "segment", RAILWAY),
        "routes.csv, row 9: ir-yazd-qom in instc-west, expected a segment that goes on",
    ),
    "gauge-breaks-have-a-place": (
        lambda draft: draft.put("places", "ir-sarakhs", kind="station"),
        "places.csv, row tm-sarahs: on ashgabat, 1435 mm meets 1520 mm at no break of gauge",
    ),
    "differ-in-grey": (
        lambda draft: draft.dye("ashgabat", "#0f4d58", "#f47050"),
        "layers/ashgabat.toml, key hue: in grey it is that of instc on dark paper: 1.00 as light",
    ),
    "owns-what-it-hides": (
        lambda draft: draft.put("instc", "ir-bandar-abbas-junction-sirjan", precision_m=8000),
        "drawn with 284 of 345 km, but said to lie within 8000 m",
    ),
    "keeps-to-its-ground": (
        lambda draft: draft.draw("ir-rasht-astara", (50.5, 39.5)),
        "segments.csv, row ir-rasht-astara: on land, but 102 km out at sea at 50.05, 38.39",
    ),
    "parts-at-sea": (
        lambda draft: draft.draw("ir-kz-amirabad-aktau", draft.bend("ir-ru-amirabad-olya")),
        "segments.csv, row ir-ru-amirabad-olya: bends where ir-kz-amirabad-aktau does, at 50.57",
    ),
    "bends": (
        lambda draft: draft.draw(RAILWAY),
        "segments.csv, row ir-bafq-yazd: follows a map, but is straight for 105 km",
    ),
    "goes-on": (
        lambda draft: draft.draw(RAILWAY, (54.9, 31.5), middle(draft, RAILWAY), keep=True),
        "segments.csv, row ir-bafq-yazd: turns back at 54.900, 31.500",
    ),
    "runs-smoothly": (
        lambda draft: draft.draw(RAILWAY, *zigzag(draft, 0.01), keep=True),
        "segments.csv, row ir-bafq-yazd: runs in steps",
    ),
    "stands-once": (
        lambda draft: draft.put("instc", "ir-yazd-qom", geometry=draft.segment(RAILWAY).geometry),
        "runs for 1",
    ),
    "words-hold": (
        lambda draft: draft.hold("28"),
        "key holds.count exercises: words rest on '1', the data say '28'",
    ),
    "units-fit": (
        lambda draft: draft.put("performance", "speed", key="quantity", unit="h"),
        "performance.csv, row 2: a speed in h, expected km/h",
    ),
    "figures-in-order": (
        lambda draft: draft.put("relations", "ir-chabahar", key="from_place", high=1.0),
        "5 to 1 is no range",
    ),
    "ends-differ": (
        lambda draft: draft.put(
            "relations", "in-mundra", key="to_place", to_place="ru-chelyabinsk"
        ),
        "leads from ru-chelyabinsk to itself",
    ),
    "percents-of-something": (
        lambda draft: draft.put("relations", "ir-chabahar", key="from_place", unit="% km"),
        "percents are of ways in against",
    ),
    "promised-for-later": (
        lambda draft: draft.put("relations", "promised", key="evidence", finish="2022-06-11"),
        "promised until 2022-06-11, but told on 2022-06-11",
    ),
}

PASSES: dict[str, Callable[[Draft], object]] = {
    "layers-hold-features": lambda draft: draft.layers.update(
        exercises=draft.layers["exercises"].head(1)
    ),
    "ways-have-segments": lambda draft: draft.tables.update(
        routes=draft.tables["routes"].drop_duplicates("branch")
    ),
    # nobody knows since when
    "dates-have-a-history": lambda draft: draft.put("instc", RAILWAY, status_on=None),
    "rails-have-a-gauge": lambda draft: draft.put(
        "instc", RAILWAY, gauge_mm=None, status="proposed"
    ),
    "sources-used": lambda draft: draft.drop("milestones", "id", "india-joins-sco"),
    "share-alike-named": lambda draft: draft.say("ru", "credit", "OpenStreetMap, ODbL 1.0"),
    "on-the-map": lambda draft: draft.move("places", "ir-bafq", 55.4, 0.5),
    "precision-honest": lambda draft: draft.put("places", "ir-bafq", precision_m=90_000),
    "codes-fit": lambda draft: draft.put(
        "identifiers", "identifiers-in-mundra-unlocode", code="INMU2"
    ),
    "codes-of-one": lambda draft: draft.put(
        "identifiers", "identifiers-ir-bandar-abbas-unlocode", code="IRSRP"
    ),
    "codes-agree": lambda draft: draft.drop("identifiers", "code", "Q668"),
    "addresses-plain": lambda draft: draft.put(
        "sources", "osm", url="https://example.org/utm_source?id=7&page=from"
    ),
    # a position needs no witness beside the map that it was read from
    "high-on-good-sources": lambda draft: draft.put(
        "places", "ir-bafq", sources="osm", confidence="high"
    ),
    "events-in-order": lambda draft: draft.put(
        "exercises", "kazind-2018", start="2018-09-23", finish="2018-09-23"
    ),
    # an event may be announced
    "come-by-now": lambda draft: draft.put(
        "exercises", "kazind-2018", start="2027-03-01", finish="2027-03-14"
    ),
    "checked-since": lambda draft: draft.put(
        "exercises", "kazind-2018", start="2027-03-01", finish="2027-03-14"
    ),
    "padded": lambda draft: draft.put(
        "milestones", "instc-signed", date="2000-09-30", date_prec="month"
    ),
    "held-or-announced": lambda draft: draft.put(
        "exercises", "kazind-2018", start="2027-03-01", finish="2027-03-14", confidence="medium"
    ),
    "sure-since-when": lambda draft: draft.put(
        "instc", RAILWAY, status_on=None, confidence="medium"
    ),
    # what is sure of the day may be unsure of the rest
    "no-surer-than-steps": lambda draft: draft.put(
        "status_history", RAILWAY, key="segment", confidence="high"
    ),
    "lengths-no-finer": lambda draft: draft.put("instc", RAILWAY, len_km=119.0),
    "editions-in-order": lambda draft: draft.put("exercises", "kazind-2018", edition=None),
    "history-in-order": lambda draft: draft.tables.update(
        status_history=draft.tables["status_history"]
        .sample(frac=1, random_state=1)
        .sort_values("valid_from")
    ),
    "memberships-agree": lambda draft: draft.tables.update(
        memberships=draft.tables["memberships"].query("iso_a3 != 'QAT' or status == 'left'")
    ),
    "ends-at-places": lambda draft: draft.move(
        "places", "ru-astrakhan", *beside(draft, "ru-astrakhan", 1e-6)
    ),
    # an end that does not share alike binds nobody
    "licence-of-ends": lambda draft: draft.put("places", "ir-bafq", licence="Apache-2.0"),
    "length-fits-line": lambda draft: draft.stretch("ru-moscow-st-petersburg", 1.03),
    "measured-along-network": lambda draft: draft.put(
        "instc", "ir-chabahar-khash", len_basis="published"
    ),
    "ways-chain": lambda draft: draft.drop("routes", "segment", "kz-mangystau-aktau"),
    "gauge-breaks-have-a-place": lambda draft: draft.put("places", "tm-sarahs", kind="station"),
    "differ-in-grey": lambda draft: draft.dye("ashgabat", "#000000", "#ffffff"),
    # a sea lane is no track
    "owns-what-it-hides": lambda draft: draft.put(
        "instc", "in-ir-kandla-chabahar", precision_m=1000
    ),
    # what is schematic is as far off as it says
    "keeps-to-its-ground": lambda draft: draft.put("instc", "ir-rasht-astara", precision_m=100_000),
    # off a cape, ships meet
    "parts-at-sea": lambda draft: draft.draw(
        "ir-kz-amirabad-aktau", (53.34, 36.96), (51.14, 43.61)
    ),
    "bends": straighten,
    # spirals turn too, but on a course of their own
    "goes-on": lambda draft: draft.draw(
        RAILWAY, (54.9, 31.5), (54.9, 31.51), middle(draft, RAILWAY), keep=True
    ),
    "runs-smoothly": lambda draft: draft.draw(RAILWAY, *zigzag(draft, 0.01)[:1], keep=True),
    "stands-once": lambda draft: draft.put(
        "instc", "ir-rasht-astara-road", geometry=draft.segment("ir-rasht-astara").geometry
    ),
    "units-fit": lambda draft: draft.put("performance", "speed", key="quantity", low=0.0),
    # all of it in a day, and always as much
    "figures-in-order": lambda draft: draft.put(
        *("relations", "ir-chabahar"), key="from_place", high=9e9, start="2023-09-11"
    ),
    # a figure of no mode holds for each
    # there and back
    "ends-differ": lambda draft: draft.put(
        *("relations", "in-mundra"), key="to_place", from_place="in-mundra", to_place="ru-moscow"
    ),
    "percents-of-something": lambda draft: draft.put(
        *("relations", "ir-chabahar"), key="from_place", unit="% km", against="ashgabat"
    ),
    # nobody knows when it was told
    "promised-for-later": lambda draft: draft.put(
        *("relations", "promised"), key="evidence", finish="2022-06-11", sources="ittc-121"
    ),
    "words-hold": lambda draft: draft.hold("1"),
}


def add(draft: Draft, table: str, *rows: dict[str, Any]) -> None:
    """Add rows to a table, each like its first one but for some cells."""
    first = draft.tables[table].head(1)
    more = [first.assign(**cells).set_axis([98 + n]) for n, cells in enumerate(rows, start=1)]
    draft.tables[table] = pd.concat([draft.tables[table], *more])


def promise_in_the_year_of_the_opening(draft: Draft) -> None:
    """Promise an opening within its year, of which no more is known, and a contract later."""
    draft.put("status_history", "1998-05-01", key="valid_from", date_prec="year")
    signing = {"announced": "1999-01-01", "promised": "2000-12-31", "what": "signing"}
    add(draft, "promises", {"announced": "1998-06-01", "promised": "1998-12-31"}, signing)


EAST = "xa-xb-midway-eastmere"
PRINTED = "railway-length"
IN, OUT = {"direction": "in", "amount": 30_000.0}, {"direction": "out", "amount": 11_000.0}
LATE = {"start": "2020-01-01", "finish": "2020-12-31"}

TOY_CATCHES: dict[str, tuple[Callable[[Draft], object], str]] = {
    "flows-of-something": (
        lambda draft: add(draft, "flows", {"features": None}),
        "flows.csv, row 99: of features or of branches, one of the two",
    ),
    "flows-run-forward": (
        lambda draft: add(draft, "flows", {"start": "2019-02-01"}),
        "flows.csv, row 99: start is later than finish",
    ),
    "forecasts-named": (
        # the report is of February 2020
        lambda draft: add(draft, "flows", LATE),
        "flows.csv, row 99: counted until 2020-12-31, but told by 2020-02-01: a forecast",
    ),
    "carried-once-open": (
        # it is proposed to this day
        lambda draft: add(draft, "flows", {"features": EAST}),
        f"flows.csv, row 99: counted on {EAST}, which was not open by 2018-12-31",
    ),
    "parts-fit": (
        lambda draft: add(draft, "flows", IN, {**OUT, "amount": 30_000.0}),
        "flows.csv, row 2: its parts make 60000 t, it is 41000",
    ),
    "promised-ahead": (
        lambda draft: draft.put("promises", EAST, key="features", promised="2018-12-31"),
        "promised for 2018-12-31, but announced on 2019-06-01",
    ),
    "promised-not-yet-there": (
        # what is open was completed
        lambda draft: add(
            draft,
            "promises",
            {"announced": "1999-01-01", "promised": "2000-12-31", "what": "completion"},
        ),
        "row 99: promises the completion of xa-westport-midway, there by 1998-05-01",
    ),
    "claims-in-order": (
        lambda draft: draft.put("claims", PRINTED, key="quantity", low=710.0),
        "claims.csv, row 2: 710 to 680 is no range",
    ),
    "working-value-claimed": (
        lambda draft: draft.put("quantities", PRINTED, working=701.0),
        f"quantities.csv, row {PRINTED}: works with 701, out of all claims",
    ),
    "units-have-words": (
        lambda draft: draft.put("quantities", PRINTED, unit="furlongs"),
        f"quantities.csv, row {PRINTED}: its unit 'furlongs' has no word units.furlongs",
    ),
    "length-fits-claims": (
        lambda draft: draft.put("railway", EAST, len_km=600.0),
        f"quantities.csv, row {PRINTED}: its segments add up to 966 km",
    ),
    "figure-is-working-value": (
        lambda draft: draft.put("quantities", PRINTED, working=660.0),
        "key figures.1: shows '680 km' above claims of which 660 is used",
    ),
}

TOY_PASSES: dict[str, Callable[[Draft], object]] = {
    "flows-of-something": lambda draft: add(
        draft, "flows", {"features": f"xa-westport-midway;{EAST}"}
    ),
    "flows-run-forward": lambda draft: add(draft, "flows", {"finish": "2018-01-01"}),
    # the other source is of a later day
    "forecasts-named": lambda draft: add(
        *(draft, "flows", {**LATE, "basis": "forecast"}),
        {"finish": "2025-06-30", "sources": "railway-report;island-gazette"},
    ),
    # what is foreseen once it is open, and what was carried in the year of the opening
    "carried-once-open": lambda draft: add(
        *(draft, "flows", {"features": EAST, "basis": "forecast"}),
        {"start": "1998-01-01", "finish": "1998-12-31"},
    ),
    # halves that fit, what another source counts, and what is counted otherwise
    "parts-fit": lambda draft: add(
        *(draft, "flows", IN, OUT),
        {"direction": "north", "amount": 90_000.0, "sources": "island-gazette"},
        {"direction": "south", "amount": 90_000.0, "counts": "Wool"},
    ),
    # nobody knows when it was announced
    "promised-ahead": lambda draft: draft.put("promises", EAST, key="features", announced=None),
    # it opened in that year, perhaps later
    "promised-not-yet-there": promise_in_the_year_of_the_opening,
    "claims-in-order": lambda draft: draft.put("claims", PRINTED, key="quantity", high=710.0),
    # a claim is a range
    "working-value-claimed": lambda draft: draft.put("quantities", PRINTED, working=660.0),
    "units-have-words": lambda draft: draft.put("quantities", PRINTED, unit="km²"),
    # as drawn, it is a little less than the least that is claimed
    "length-fits-claims": lambda draft: draft.put("railway", EAST, len_km=280.0),
    "figure-is-working-value": lambda draft: add(
        draft, "quantities", {"id": "other", "working": 1}
    ),
}


def found(rule: str, atlas: Atlas) -> list[str]:
    """Return what one rule finds."""
    one: Rule = next(each for each in RULES if each.name == rule)
    return [str(Finding(rule, *each)) for each in one.check(Linted.of(atlas))]


def test_the_atlas_has_no_findings(atlas: Atlas) -> None:
    assert lint(atlas) == []


def test_every_source_is_weighed(atlas: Atlas) -> None:
    weights = atlas.tables["sources"]["weight"]
    assert weights.notna().all()
    assert (weights == "weak").mean() < 0.1


def test_the_published_data_are_the_default() -> None:
    assert geo.lint() == []


def test_a_new_atlas_has_no_findings(toy_folder: Path) -> None:
    assert open_atlas(toy_folder).lint() == []


def test_every_rule_has_a_reason_and_its_cases() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.reason for rule in RULES)
    assert {*CATCHES, *TOY_CATCHES} == {*PASSES, *TOY_PASSES} == set(names)


def test_a_map_that_shows_nothing_is_told_once_for_each_layer(toy: Atlas) -> None:
    settings = {**toy.spec.settings, "centre": {"lon": -32, "lat": -16}}
    turned = replace(toy, spec=replace(toy.spec, settings=settings))
    assert found("on-the-map", turned) == [
        f"atlas.toml, key map.window_m: nothing of {layer} lies on the map, 2,000 km west and east,"
        " 1,400 km north and south of lon -32, lat -16 [on-the-map]"
        for layer in ("places", "fairs")
    ]


@pytest.mark.parametrize("rule", CATCHES)
def test_a_rule_catches_what_it_is_there_for(rule: str, atlas: Atlas) -> None:
    change, message = CATCHES[rule]
    draft = Draft(atlas)
    change(draft)
    findings = found(rule, draft.changed())
    assert any(message in text for text in findings), findings


@pytest.mark.parametrize("rule", PASSES)
def test_a_rule_lets_pass_what_only_looks_alike(rule: str, atlas: Atlas) -> None:
    draft = Draft(atlas)
    PASSES[rule](draft)
    assert found(rule, draft.changed()) == []


@pytest.mark.parametrize(
    ("statuses", "began"),
    [
        (["operating", "disrupted", "suspended", "disrupted"], "2002-01-01"),
        (["disrupted", "operating", "suspended"], "2003-01-01"),
        # it is worse than it was
        (["disrupted", "suspended"], "2002-01-01"),
        (["suspended", "disrupted"], "2001-01-01"),
        # a trial is not yet the service that follows
        (["trial", "operating"], "2002-01-01"),
        (["agreed", "funded"], "2002-01-01"),
    ],
)
def test_a_segment_is_broken_since_it_was_no_better(
    statuses: list[str], began: str, atlas: Atlas
) -> None:
    draft = Draft(atlas)
    steps = [
        {"segment": RAILWAY, "status": status, "valid_from": f"200{year}-01-01", "date_prec": "day"}
        for year, status in enumerate(statuses, start=1)
    ]
    draft.drop("status_history", "segment", RAILWAY)
    rest = draft.tables["status_history"]
    draft.tables["status_history"] = pd.concat([rest, pd.DataFrame(steps)], ignore_index=True)
    draft.put("instc", RAILWAY, status=statuses[-1], status_on=began)
    assert found("history-in-order", draft.changed()) == []
    draft.put("instc", RAILWAY, status_on="2000-01-01")
    (told,) = found("history-in-order", draft.changed())
    assert f"{RAILWAY} is {statuses[-1]} since {began}, the segment is" in told


def test_what_nobody_looked_at_for_long_is_named_when_asked(atlas: Atlas) -> None:
    draft = Draft(atlas)
    draft.put("places", "ir-bafq", as_of="2025-11-21")
    changed = draft.changed()
    assert lint(changed) == lint(changed, stale_after=366) == []
    (told,) = map(str, lint(changed, stale_after=365))
    assert told == "places.csv, row ir-bafq: last checked on 2025-11-21 [looked-at]"
    assert list(map(str, lint(changed, stale_after=np.int64(365)))) == [told]  # type: ignore[arg-type]
    assert lint(changed, stale_after=10**12) == []


@pytest.mark.parametrize("days", [-1, 1.5, "365", True])
def test_what_is_no_number_of_days_is_refused(
    toy: geo.Atlas, toy_folder: Path, days: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match=r"stale_after: .*, expected a whole number, 0 or more"):
        toy.lint(stale_after=days)
    if days == -1:
        with pytest.raises(SystemExit):
            main(["lint", str(toy_folder), "--stale-after", "-1"])
        assert "expected a whole number of days" in capsys.readouterr().err


def test_a_translation_left_over_is_named_when_asked(atlas: Atlas) -> None:
    draft = Draft(atlas)
    # other meetings and exercises are in New Delhi too
    draft.put("exercises", "cyber-2025", place="Gurugram")
    assert list(LEFT_OVER.check(Linted.of(draft.changed()))) == []
    draft.put("exercises", "sco-2022", place="Gurugram")
    assert LEFT_OVER not in RULES
    (told,) = map(str, lint(draft.changed(), stale_after=366))
    assert told.startswith("phrases.json, text Manesar, Haryana: translated, but no table tells it")


@pytest.mark.parametrize("rule", TOY_CATCHES)
def test_a_rule_catches_it_in_the_small_atlas(rule: str, toy: Atlas) -> None:
    change, message = TOY_CATCHES[rule]
    draft = Draft(toy)
    change(draft)
    findings = found(rule, draft.changed())
    assert any(message in text for text in findings), findings


@pytest.mark.parametrize("rule", TOY_PASSES)
def test_a_rule_lets_it_pass_in_the_small_atlas(rule: str, toy: Atlas) -> None:
    draft = Draft(toy)
    TOY_PASSES[rule](draft)
    assert found(rule, draft.changed()) == []


def test_a_misplaced_town_is_found_in_the_facts(edit: Editor, folder: Path) -> None:
    number = [row["id"] for row in edit.rows("places")].index("ru-astrakhan")
    edit.set("places", number, lon="44.52", lat="48.70")  # Volgograd
    try:
        text = "\n".join(map(str, open_atlas(folder.parent).lint()))
    except DataError as error:
        text = str(error)
    assert "astrakhan" in text


def test_a_day_without_its_step_is_told_in_words_of_the_tables(atlas: Atlas) -> None:
    draft = Draft(atlas)
    draft.drop("status_history", "segment", RAILWAY)
    draft.put("instc", RAILWAY, status_prec=None, since_prec=None)
    changed = draft.changed()
    told = [*found("padded", changed), *found("dates-have-a-history", changed)]
    assert told
    assert all("no row of status_history.csv" in each for each in told), told


@pytest.mark.parametrize(
    ("speed", "told"), [("0", "0 km/h leads nowhere"), ("-5", "expected a number of at least 0")]
)
def test_a_speed_that_leads_nowhere_is_found_in_the_facts(
    edit: Editor, folder: Path, speed: str, told: str
) -> None:
    for number in range(len(edit.rows("performance"))):
        edit.set("performance", number, low=speed, high=speed)
    try:
        text = "\n".join(map(str, open_atlas(folder.parent).lint()))
    except DataError as error:
        text = str(error)
    assert "performance.csv" in text
    assert told in text


def test_a_ship_that_sails_straight_across_land_is_found(atlas: Atlas) -> None:
    draft = Draft(atlas)
    ends = [draft.segment(RAILWAY).geometry.coords[index] for index in (0, -1)]
    draft.put("instc", RAILWAY, mode="sea", geometry=shapely.LineString(ends))
    told = found("keeps-to-its-ground", draft.changed())
    assert any(f"{RAILWAY}: at sea, but on land at " in line for line in told)


def test_geometry_finer_than_its_source_is_found_once_for_each_file(atlas: Atlas) -> None:
    draft = Draft(atlas)
    draft.put("sources", "natural-earth", precision_m=9000)
    draft.put("sources", "natural-earth-india", precision_m=9000)
    told = found("precision-honest", draft.changed())
    assert told == [
        f"provenance.toml, key file {name}.geojson: precision of 2000 m, its source gives 9000 m"
        " [precision-honest]"
        for name in ("countries", "borders")
    ]


def off_its_ground(
    atlas: Atlas,
    line: shapely.LineString,
    *,
    afloat: bool,
    land: shapely.Geometry,
    lakes: shapely.Geometry = NOTHING,
) -> bool:
    linted = Linted.of(atlas)
    _, row = linted.segment_rows[0]
    segment = Segment(row.id, row.mode, afloat, False, 1.0, 1.0, [], line)  # noqa: FBT003
    vars(linted)["drawn"] = Drawn([segment], land, lakes)
    rule = next(each for each in RULES if each.name == "keeps-to-its-ground")
    return any(rule.check(linted))


def test_a_lake_is_no_land_to_a_ship_on_it(atlas: Atlas) -> None:
    ship = shapely.LineString([(33.0, -2.4), (32.6, 0.2)])
    land = shapely.box(25, -10, 40, 5)
    assert off_its_ground(atlas, ship, afloat=True, land=land)
    assert not off_its_ground(atlas, ship, afloat=True, land=land, lakes=ship.buffer(0.1))


def test_a_ship_is_found_on_an_island_however_narrow(atlas: Atlas) -> None:
    ship = shapely.LineString([(0, 0), (10, 0)])
    assert off_its_ground(atlas, ship, afloat=True, land=shapely.box(5.004, -1, 5.006, 1))


@pytest.mark.parametrize(("lat", "out"), [(0, True), (69, False)])
def test_a_coast_is_as_far_as_it_is_at_any_latitude(atlas: Atlas, lat: float, *, out: bool) -> None:
    """A twentieth of a degree of longitude is 5.6 km at the equator, and 2 km at 69 degrees."""
    track = shapely.LineString([(20.05, lat), (20.05, lat + 0.5)])
    land = shapely.box(10, lat - 5, 20, lat + 5)
    assert off_its_ground(atlas, track, afloat=False, land=land) == out


def test_a_canal_is_no_land_to_a_ship_that_passes_it(atlas: Atlas) -> None:
    draft = Draft(atlas)
    draft.put("sea", "eg-suez-port-said", passages="")
    told = found("keeps-to-its-ground", draft.changed())
    assert any("eg-suez-port-said: at sea, but on land" in line for line in told)
    assert found("keeps-to-its-ground", atlas) == []


def test_lines_that_were_published_need_no_other_look(atlas: Atlas) -> None:
    """What a build has found out of them from the facts is kept for one from the layers."""
    published = open_atlas(geo.api.SHIPPED, layers=geo.api.PUBLISHED)
    assert Linted.of(published).drawn.told == Linted.of(atlas).drawn.told
