"""The symbology: every combination has a look, and the same wherever it is written down."""

import itertools
import math
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.api import Atlas
from geo.design import css
from geo.design.marks import CONDITIONS, conditions_of, hue_of, marks
from geo.design.shades import oklab, shade
from geo.design.strokes import border_strokes, cases, strokes
from geo.design.theme import colours, layer_hue, segment_hue
from geo.design.tints import neighbour_tints
from geo.errors import DataError
from geo.model.light import linear
from geo.model.spec import Spec
from geo.read.spec import read_spec
from tests.changing import change

ATLAS = Path(__file__).parents[1] / "geo" / "uttarapath"


@pytest.fixture(scope="module")
def spec() -> Spec:
    return read_spec(ATLAS)


def combinations(spec: Spec) -> Iterator[tuple[str, str]]:
    return itertools.product(spec.values["mode"], spec.values["status"])


def test_one_case_alone_holds_for_each_segment(spec: Spec) -> None:
    for mode, status in combinations(spec):
        found = [case for case in cases(spec) if mode in case.modes and status in case.statuses]
        assert len(found) == 1
        assert list(found[0].strokes) == strokes(spec, mode=mode, status=status)


def test_what_a_status_means_is_told_without_colour(spec: Spec) -> None:
    """Not by hue nor by opacity alone, on rails, roads and at sea."""
    for mode in spec.values["mode"]:
        looks: dict[object, set[str]] = {}
        for status, value in spec.values["status"].items():
            drawn = strokes(spec, mode=mode, status=status)
            look = tuple((each.part, each.width, each.dash, each.cap) for each in drawn)
            looks.setdefault(look, set()).add(value.settings["meaning"])
        assert all(len(meanings) == 1 for meanings in looks.values()), mode


def test_dots_are_water_and_gaps_are_the_status(spec: Spec) -> None:
    """One thing is told by one means: no line over land has dots."""
    for mode, value in spec.values["mode"].items():
        for status in (*spec.statuses("runs", "building", "promised"),):
            drawn = strokes(spec, mode=mode, status=status)
            dots = [each for each in drawn if any(part < 1 for part in each.dash[::2])]
            if value.settings["on"] == "land":
                assert not dots, (mode, status)
            elif value.settings["on"] == "sea":
                assert dots, (mode, status)


def test_what_is_broken_is_wider_than_all_else_and_barred(spec: Spec) -> None:
    widths: dict[bool, set[float]] = {True: set(), False: set()}
    for mode, status in combinations(spec):
        drawn = strokes(spec, mode=mode, status=status)
        is_broken = status in spec.statuses("broken")
        assert ("bars" in [stroke.part for stroke in drawn]) == is_broken
        widths[is_broken] |= {stroke.width for stroke in drawn if stroke.part == "line"}
    assert min(widths[True]) >= 2 * max(widths[False])


def test_an_unknown_past_has_no_dash(spec: Spec) -> None:
    for mode, status in combinations(spec):
        if status in spec.statuses("unknown"):
            drawn = strokes(spec, mode=mode, status=status)
            assert not any(stroke.dash for stroke in drawn)


def test_colours_are_known(spec: Spec) -> None:
    known = {*colours(spec), "hue"}
    drawn = [stroke for case in cases(spec) for stroke in case.strokes]
    assert {stroke.colour for stroke in (*drawn, *border_strokes(spec).values())} <= known


SEEN_BY: dict[str, tuple[tuple[float, float, float], ...]] = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
}
"""What those see of red, green and blue light who lack a kind of cones, after Machado, 2009."""


@pytest.mark.parametrize("seen", SEEN_BY)
@pytest.mark.parametrize("paper", [0, 1])
def test_branches_are_told_apart_by_everyone_on_either_paper(
    spec: Spec, seen: str, paper: int
) -> None:
    known = colours(spec)
    for layer in spec.of_shape("network"):
        names = [layer_hue(layer), *(segment_hue(layer, [each]) for each in layer.branches)]
        looks = [look_of(known[name][paper], SEEN_BY[seen]) for name in dict.fromkeys(names)]
        for one, other in itertools.combinations(looks, 2):
            assert math.dist(one, other) > 0.08


@pytest.mark.parametrize("seen", SEEN_BY)
def test_branches_of_a_pale_network_do_not_look_like_ink_on_dark_paper(
    toy: Atlas, seen: str
) -> None:
    pale = ("#9a5b13", "#e0a45c")
    ink = colours(toy.spec)["ink"][1]
    looks = [
        look_of(colour, SEEN_BY[seen])
        for colour in (ink, pale[1], *(shade(pale, number)[1] for number in range(2)))
    ]
    for one, other in itertools.combinations(looks, 2):
        assert math.dist(one, other) > 0.05


def look_of(colour: str, by: tuple[tuple[float, float, float], ...]) -> tuple[float, ...]:
    red, green, blue = (
        max(0.0, sum(map(math.prod, zip(row, linear(colour), strict=True)))) for row in by
    )
    return oklab((red, green, blue))


def test_a_branch_may_have_a_hue_of_its_own(tmp_path: Path) -> None:
    copied = shutil.ignore_patterns("geometry", "facts", "story")
    folder = Path(shutil.copytree(ATLAS, tmp_path / "atlas", ignore=copied))
    path = folder / "layers" / "instc.toml"
    old = "[values.branch.west]\n"
    change(path, old, f'{old}hue = ["#010203", "#040506"]\n')
    assert colours(read_spec(folder))["branch-west"] == ("#010203", "#040506")


def test_a_segment_of_several_branches_has_the_hue_of_its_network(spec: Spec) -> None:
    first, second, *_ = (spec.layers["instc"]).branches
    assert segment_hue(spec.layers["instc"], [first]) == f"branch-{first}"
    assert segment_hue(spec.layers["instc"], [first, second]) == "layer-instc"
    assert segment_hue(spec.layers["ashgabat"], ["ashgabat", first]) == "layer-ashgabat"


def test_each_value_has_its_own_mark(spec: Spec) -> None:
    for layer in spec.of_shape("points"):
        mark = layer.settings["mark"]
        column = mark.get("token", mark["body"])
        plain = {
            name: value
            for state in CONDITIONS
            for name, wanted in mark.get(state, {}).items()
            for value in (not wanted if isinstance(wanted, bool) else "",)
        }
        looks = [
            (hue_of(layer, row), *marks(spec, layer, row))
            for value in spec.values[column]
            for row in ({**plain, column: value},)
        ]
        assert len(set(looks)) == len(looks)
        assert {look[0] for look in looks} <= {*colours(spec), "ink"}


def test_conditions_change_the_mark(spec: Spec) -> None:
    for layer in spec.of_shape("points"):
        for state in CONDITIONS:
            if when := layer.settings["mark"].get(state):
                other = {
                    name: None
                    for each in CONDITIONS
                    for name in layer.settings["mark"].get(each, {})
                }
                assert conditions_of(layer, {**other, **when}) == [state]
                assert conditions_of(layer, other) == []


def test_a_hollow_mark_means_one_thing(spec: Spec) -> None:
    """Whatever else is told of a point, its body is filled unless it is to be taken with care."""
    for layer in spec.of_shape("points"):
        conditions = layer.settings["mark"]
        plain = {name: next(iter(values)) for name, values in spec.values.items() if values}
        unheld = {name: None for each in CONDITIONS for name in conditions.get(each, {})}
        for state in ("", *CONDITIONS):
            body, *_ = marks(spec, layer, {**plain, **unheld, **conditions.get(state, {})})
            is_hollow = body.part == "body" and body.fill == "paper" and not body.dash
            assert is_hollow == (state == "hollow" and state in conditions)


def test_the_style_sheet_knows_every_colour_that_it_names(spec: Spec) -> None:
    sheet = css.style(spec)
    named = set(re.findall(r"var\((--[\w-]+)\)", sheet)) - {"--hue"}
    assert named <= set(re.findall(r"(--[\w-]+):", sheet))
    for name in colours(spec):
        assert sheet.count(f"--{name}:") == 2, "on light and on dark paper"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[values.series.cyber]", '[values.series."x;}</style>"]', "a name of a-z"),
        ('sign = "dagger"', "", "a sign, for its mark"),
        ('hue = ["#3b6fb6"', 'hue = ["blue"', "two colours"),
        ('title = { en = "India took part"', '# title = { en = "India took part"', "a title"),
    ],
)
def test_a_look_that_cannot_be_drawn_is_named(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    copied = shutil.ignore_patterns("geometry", "facts", "story")
    folder = Path(shutil.copytree(ATLAS, tmp_path / "atlas", ignore=copied))
    change(folder / "layers" / "exercises.toml", old, new)
    with pytest.raises(DataError, match=r"layers/exercises\.toml") as raised:
        read_spec(folder)
    assert expected in str(raised.value)


def test_neighbours_get_different_tints_and_who_only_meets_at_a_corner_may_share_one() -> None:
    boxes = np.array([shapely.box(x, y, x + 1, y + 1) for x in (0, 1) for y in (0, 1)])
    south_west, north_west, south_east, north_east = neighbour_tints(boxes)
    assert len({south_west, north_west, north_east}) == 2
    assert (south_west, north_west) == (north_east, south_east)
    assert neighbour_tints(boxes[:1]) == [0]
