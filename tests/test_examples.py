"""The example: an atlas of another subject, from the same code and a folder of its own."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from geo.__main__ import main
from geo.api import Atlas, open_atlas

EXAMPLE = Path(__file__).parents[1] / "examples" / "middle-corridor"
OF_ANOTHER = ["INSTC", "Ashgabat Agreement", "KazInd", "Uttarapath", "exercise", "republic"]
"""What the atlas that ships speaks of, and this one does not."""


@pytest.fixture(scope="module")
def corridor() -> Atlas:
    """Return the example, built from its facts."""
    return open_atlas(EXAMPLE)


def test_it_is_built_without_a_line_of_python(tmp_path: Path) -> None:
    assert not list(EXAMPLE.rglob("*.py"))
    out = tmp_path / "map.html"
    arguments = ["--layers", str(tmp_path / "layers"), "--out", str(out)]
    assert main(["build", str(EXAMPLE), *arguments]) == 0
    assert out.stat().st_size < 1_000_000


def test_the_linter_finds_nothing_in_it(corridor: Atlas) -> None:
    assert corridor.lint() == []


@pytest.mark.parametrize(
    ("way", "end", "km", "missing"),
    [
        ("black-sea", "ro-constanta", 5463, {"gap"}),
        ("kars", "tr-kars", 4347, {"gap", "gauge"}),
    ],
)
def test_its_ways_lead_from_the_border_of_china_to_their_ends(
    corridor: Atlas, way: str, end: str, km: int, missing: set[str]
) -> None:
    branch = corridor.branch(way)
    ends = branch.segments[["from_place", "to_place"]].to_numpy().tolist()
    assert ends[0][0] == "kz-altynkol"
    assert ends[-1][1] == end
    assert all(before[1] == after[0] for before, after in pairwise(ends))
    assert branch.km == pytest.approx(km, rel=0.02)
    assert {each.kind for each in branch.missing} == missing


def test_ways_of_a_readers_own_run_along_it(corridor: Atlas) -> None:
    route = corridor.route("Dostyk", "Poti")
    assert {"kz-zhezkazgan-beyneu", "ge-samtredia-poti"} <= set(route.segments["id"])


def test_it_says_nothing_of_another_subject(corridor: Atlas) -> None:
    texts = [
        path.read_text("utf-8")
        for folder in ("facts", "layers", "words", "story")
        for path in (EXAMPLE / folder).iterdir()
    ]
    for noun in OF_ANOTHER:
        assert not any(noun in text for text in texts), noun
    assert set(corridor.layers) == {"countries", "borders", "corridor", "places"}


def test_it_keeps_the_repository_small() -> None:
    ground = (path.stat().st_size for path in (EXAMPLE / "geometry").iterdir())
    assert sum(ground) < 1_500_000
