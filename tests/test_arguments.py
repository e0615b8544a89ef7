"""What users hand over: whatever can mean one thing only is taken, all else is told in one line."""

from __future__ import annotations

import math
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pandas as pd
import pytest

import geo
from geo.api import Atlas
from geo.arguments import READERS

PUBLIC = [name for name in geo.__all__ if hasattr(getattr(geo, name), "__func__")]
PUBLIC_ARGUMENTS = [
    (verb, name)
    for verb in (*PUBLIC, "open_atlas")
    for name in signature(getattr(geo, verb)).parameters
]
NOTHING_OF_USE = [
    *(object(), 1.5, math.nan, b"x", {"a": 1}, [1, 2], np.array([1, 2]), pd.NA, pd.NaT),
    *(pd.Series([1, 2]), lambda: None, int),
]
"""What no argument can be."""


@pytest.fixture
def ends(toy: Atlas) -> tuple[str, str]:
    here, there = toy.layers["places"]["id"].head(2)
    return here, there


@pytest.mark.parametrize(("verb", "name"), PUBLIC_ARGUMENTS)
def test_each_argument_of_each_function_says_what_it_cannot_be(verb: str, name: str) -> None:
    function = getattr(geo, verb)
    places = [
        each for each in signature(function).parameters.values() if each.default is each.empty
    ]
    for wrong in NOTHING_OF_USE:
        given = {**{each.name: "x" for each in places}, name: wrong}
        with pytest.raises(ValueError, match=rf"^{name}: .+, expected .+$") as told:
            function(**given)
        assert "\n" not in str(told.value)
        assert len(str(told.value)) < 150


def test_all_public_functions_read_what_they_are_given() -> None:
    plain = [name for name in geo.__all__ if isinstance(getattr(geo, name), FunctionType)]
    assert plain == ["open_atlas"]
    for name in (*plain, *PUBLIC):
        function = signature(getattr(geo, name))
        kinds = {each.annotation.removesuffix(" | None") for each in function.parameters.values()}
        assert kinds <= READERS.keys()


@pytest.mark.parametrize("wrong", ["no", "", 0, 1, "True" * 100])
def test_a_switch_is_true_or_false(toy: Atlas, tmp_path: Path, *, wrong: bool) -> None:
    with pytest.raises(ValueError, match=r"^panels: .{,70}, expected True or False$"):
        toy.build_map(panels=wrong)
    with pytest.raises(ValueError, match=r"^force: .{,70}, expected True or False$"):
        toy.write_pack(tmp_path / "pack", force=wrong)


@pytest.mark.parametrize("wrong", ["", "a\0b"])
def test_what_a_path_cannot_be_is_none(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"^folder: '.*', expected a path$"):
        geo.open_atlas(wrong)


def test_switches_of_numpy_are_switches(toy: Atlas) -> None:
    shown = {given: toy.build_map(panels=given).get_root().render() for given in (True, False)}
    near: Any
    for near in (np.True_, np.False_):
        assert toy.build_map(panels=near).get_root().render() == shown[bool(near)]


@pytest.mark.parametrize("kind", [list, tuple, set, iter, pd.Series, pd.Index, np.array])
def test_names_may_be_in_a_list_of_any_kind(
    toy: Atlas, ends: tuple[str, str], kind: Callable[[list[str]], Any]
) -> None:
    told = [*toy.spec.values["status"]]
    assert toy.route(*ends, allow=kind(told)).km == toy.route(*ends, allow=told).km
    none = toy.route(*ends, without=kind([]))
    assert none.segments["id"].tolist() == toy.route(*ends).segments["id"].tolist()


def test_a_name_by_itself_is_a_list_of_one(toy: Atlas, ends: tuple[str, str]) -> None:
    (segment,) = toy.route(*ends).segments["id"]
    with pytest.raises(geo.NoWayError):
        toy.route(*ends, without=segment)


def test_none_is_as_if_nothing_were_given(toy: Atlas, ends: tuple[str, str]) -> None:
    nothing: Any = dict.fromkeys(["by", "on", "allow", "without", "opened"])
    assert toy.route(*ends, **nothing).asked == toy.route(*ends).asked
    drawn: Any = dict.fromkeys(["worldview", "tiles", "panels", "allow"])
    shown = toy.build_map().get_root().render()
    assert toy.build_map(**drawn).get_root().render() == shown
    assert geo.open_atlas(None).spec.title == geo.api.shipped.spec.title


@pytest.mark.parametrize("days", [365.0, np.int64(365), np.float64(365)])
def test_a_whole_number_is_one_however_it_is_written(toy: Atlas, days: int) -> None:
    assert toy.lint(stale_after=days) == toy.lint(stale_after=365)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda: geo.build_map(a=1),  # type: ignore[call-arg]
            "build_map(*, worldview, tiles, panels, allow): got an unexpected keyword argument 'a'",
        ),
        (
            lambda: geo.route("a", "b", "time"),  # type: ignore[call-arg]
            "route(start, end, *, by, on, allow, without, opened): too many positional arguments",
        ),
        (
            geo.load_layer,
            "load_layer(name): missing a required argument: 'name'",
        ),
        (
            lambda: geo.open_atlas(path="x"),  # type: ignore[call-arg]
            "open_atlas(folder, *, layers): got an unexpected keyword argument 'path'",
        ),
    ],
)
def test_what_is_no_argument_is_met_with_those_that_are(
    call: Callable[..., object], told: str
) -> None:
    with pytest.raises(TypeError) as found:
        call()
    assert str(found.value) == told
