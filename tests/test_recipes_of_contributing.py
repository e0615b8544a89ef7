"""Each recipe of CONTRIBUTING.md, followed to the letter on a copy of the atlas, is enough."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from matplotlib.text import Text

from geo.api import SHIPPED, open_atlas
from geo.pack.contents import pack_files
from geo.page.description import describe
from geo.page.payload import to_json
from geo.plates.export import settings
from geo.plates.whole import whole_plate
from geo.read.content import content_of
from tests.pages import page_text

pytestmark = pytest.mark.slow

DOCUMENT = Path(__file__).resolve().parent.parent / "CONTRIBUTING.md"
_RECIPE = re.compile(r"^### (.+?)\n(.*?)(?=^##)", re.DOTALL | re.MULTILINE)
_STEP = re.compile(
    r"\b(add\s+to|change|write)\s+`([^`]+)`:\n\n```\w+\n(.*?)^```$",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
STYLED = ["uttarapath.kml", "uttarapath.qgs", "maplibre.json", "datapackage.json", "DICTIONARY.md"]


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
            if before not in present:  # another recipe added something there
                start = next(
                    n for n, (x, y) in enumerate(zip(before, after, strict=False)) if x != y
                )
                following = before[start:]
                before, after = (
                    following,
                    after[start : start + len(after) - len(before)] + following,
                )
            assert before in present
            text = present.replace(before, after, 1)
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


class Made:
    """An atlas in which recipes were followed, and what is made from it."""

    def __init__(self, folder: Path, *headings: str) -> None:
        """Follow recipes on a copy of the atlas; the linter finds nothing."""
        shutil.copytree(SHIPPED, folder)
        for step in (step for heading in headings for step in recipes()[heading]):
            step.follow(folder)
        self.atlas = open_atlas(folder)
        assert self.atlas.lint() == []
        self.page: str = self.atlas.build_map().get_root().render()

    @cached_property
    def told(self) -> str:
        """What the page tells, in plain text."""
        return page_text(self.page)

    @cached_property
    def plate(self) -> str:
        """What the plate of the whole atlas says."""
        with settings():
            plate = whole_plate(content_of(self.atlas))
        return "\n".join(text.get_text() for text in plate.sheet.figure.findobj(Text))

    @cached_property
    def pack(self) -> dict[str, str]:
        """The files of the pack that must know a new layer or value."""
        files = pack_files(self.atlas)
        return {name: files[name].decode() for name in STYLED}

    def lacking(self, word: str) -> list[str]:
        """Return what of page and pack does not know a layer or value."""
        texts = {"page": self.told, **self.pack}
        return [name for name, text in texts.items() if word not in text]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / SHIPPED.name


def test_a_new_edition_is_announced(copy: Path) -> None:
    made = Made(copy, "A new edition of an exercise")
    assert "kazind-2027" in set(made.atlas.layers["exercises"]["id"])
    assert "KazInd 2027" in made.told


def test_a_new_series_has_its_word_hue_and_sign_everywhere(copy: Path) -> None:
    made = Made(copy, "A new series of exercises")
    assert made.lacking("vajra") == []
    assert made.atlas.spec.say("series.vajra", "hi") == "वज्र"
    assert "--series-vajra" in made.told
    assert "Vajra" in made.plate


def test_a_new_corridor_is_one_of_its_own(copy: Path) -> None:
    made = Made(copy, "A new corridor")
    assert list(made.atlas.layers["middle"]["id"]) == ["az-kz-alat-aktau"]
    assert "az-kz-alat-aktau" not in set(made.atlas.layers["instc"]["id"])
    assert 400 < made.atlas.branch("middle").km < 650
    assert made.lacking("middle") == []
    assert "Middle Corridor" in made.told
    assert "Middle Corridor" in made.plate


def test_a_new_layer_of_points_is_drawn_and_told(copy: Path) -> None:
    made = Made(copy, "A new layer of points")
    assert list(made.atlas.layers["consulates"]["rank"]) == ["honorary"]
    assert made.lacking("consulates") == []
    for text in (made.told, made.pack["uttarapath.kml"]):
        assert "Honorary consulate" in text
    assert "--layer-consulates" in made.told
    assert '"hollow":{"confidence":"low"}' in described(made, "consulates")
    assert '"opened":{"type":"year"}' in described(made, "consulates")


def described(made: Made, layer: str) -> str:
    """Return what the script of the page is told of a layer."""
    layers = describe(made.atlas.spec)["layers"]
    return to_json(next(each for each in layers if each["id"] == layer))


def test_a_new_language_is_offered_and_falls_back_on_the_first(copy: Path) -> None:
    made = Made(copy, "A language")
    assert "Қазақша" in made.told
    assert made.atlas.spec.say("language.short", "kk") == "ҚАЗ"
    assert "name in Kazakh" in made.pack["DICTIONARY.md"]
    assert made.atlas.spec.say("series.kazind", "kk") == "«КазИнд»"
    assert made.atlas.spec.say("series.khanjar", "kk") == "Khanjar"
