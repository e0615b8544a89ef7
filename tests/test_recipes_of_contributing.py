"""Each recipe of CONTRIBUTING.md, followed to the letter on a copy of the atlas, is enough."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo.api import SHIPPED, Atlas, open_atlas
from geo.pack.contents import pack_files
from geo.plates import draw_plates

pytestmark = pytest.mark.slow

DOCUMENT = Path(__file__).resolve().parent.parent / "CONTRIBUTING.md"
_RECIPE = re.compile(r"^### (.+?)\n(.*?)(?=^##)", re.DOTALL | re.MULTILINE)
_STEP = re.compile(
    r"\b(add\s+to|change|write)\s+`([^`]+)`:\n\n```\w+\n(.*?)^```$",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
STYLED = [
    "uttarapath.kml",
    "uttarapath.qgs",
    "maplibre/style.json",
    "datapackage.json",
    "DICTIONARY.md",
]
"""Files of the pack that must know a new layer or value."""


@dataclass(frozen=True)
class Step:
    """What a recipe does to one file of the atlas."""

    action: str
    path: str
    text: str

    def follow(self, folder: Path) -> None:
        """Do it."""
        file = folder / self.path
        present = file.read_text("utf-8") if file.exists() else ""
        if self.action.lower() == "change":
            lines = self.text.splitlines(keepends=True)
            before, after = ("".join(x[1:] for x in lines if x[0] == sign) for sign in "-+")
            assert before in present
            text = present.replace(before, after)
        else:
            assert bool(present) == (self.action.lower() != "write")
            text = present + self.text
        file.write_text(text, "utf-8")


def recipes() -> dict[str, list[Step]]:
    """Return the steps of all recipes, by heading; each block of code is one."""
    document = DOCUMENT.read_text("utf-8").partition("\n## Recipes\n")[2]
    found = {}
    for heading, text in _RECIPE.findall(document):
        found[heading] = [Step(*step) for step in _STEP.findall(text)]
        assert len(found[heading]) == text.count("\n```") / 2, heading
    return found


@dataclass(frozen=True)
class Made:
    """An atlas in which a recipe was followed, and all that is made from it."""

    atlas: Atlas
    page: str
    pack: dict[str, bytes]

    def tells(self, word: str) -> list[str]:
        """Return what of page and pack does not have a word."""
        texts = {name: self.pack[name].decode() for name in STYLED} | {"page": self.page}
        return [name for name, text in texts.items() if word not in text]


def make(heading: str, folder: Path) -> Made:
    """Follow a recipe on a copy of the atlas and make everything; the linter finds nothing."""
    shutil.copytree(SHIPPED, folder)
    for step in recipes()[heading]:
        step.follow(folder)
    atlas = open_atlas(folder)
    assert atlas.lint() == []
    assert draw_plates(atlas)
    return Made(atlas, atlas.build_map().get_root().render(), pack_files(atlas))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / SHIPPED.name


def test_a_new_edition_is_announced(copy: Path) -> None:
    made = make("A new edition of an exercise", copy)
    assert "kazind-2027" in set(made.atlas.layers["exercises"]["id"])
    assert "KazInd 2027" in made.page
    assert b"kazind-2027" in made.pack["csv/exercises.csv"]


def test_a_new_series_has_its_word_hue_and_sign_everywhere(copy: Path) -> None:
    made = make("A new series of exercises", copy)
    assert made.tells("prabal") == []
    assert made.atlas.spec.say("series.prabal", "hi") == "प्रबल"
    assert "--series-prabal" in made.page


def test_a_new_corridor_is_one_of_its_own(copy: Path) -> None:
    made = make("A new corridor", copy)
    assert list(made.atlas.layers["middle"]["id"]) == ["az-kz-alat-aktau"]
    assert "az-kz-alat-aktau" not in set(made.atlas.layers["instc"]["id"])
    assert 250 < made.atlas.branch("middle").km < 500
    assert made.tells("Middle Corridor") == []


def test_a_new_layer_of_points_is_drawn_and_told(copy: Path) -> None:
    made = make("A new layer of points", copy)
    assert list(made.atlas.layers["consulates"]["rank"]) == ["general"]
    assert made.tells("Consulates") == []
    assert made.tells("general") == []


def test_a_new_language_is_offered_and_falls_back_on_the_first(copy: Path) -> None:
    made = make("A language", copy)
    assert "Қазақша" in made.page
    assert made.atlas.spec.say("series.kazind", "kk") == "«КазИнд»"
    assert made.atlas.spec.say("series.khanjar", "kk") == "Khanjar"
