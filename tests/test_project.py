"""The project's own papers: one version, a README that stays short and tells the truth."""

from __future__ import annotations

import re
from pathlib import Path

from geo.model.spec import Spec

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_version_and_date_are_the_same_everywhere(spec: Spec) -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"version: {spec.version}\n" in citation
    assert f'date-released: "{spec.date}"' in citation
    assert f"## {spec.version} ({spec.date})" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_readme_is_short_and_names_every_layer_and_table(spec: Spec) -> None:
    assert README.count("\n") < 100
    for layer in spec.layers:
        assert f"`{layer}`" in README
    for table in spec.facts.values():
        assert not table.published or f"`{table.name}.csv`" in README


def test_both_commands_stand_in_the_readme_and_lock_their_versions() -> None:
    for mark in ("build", "test"):
        found = re.search(rf"<!-- {mark} -->\n```sh\n(.+)\n```", README)
        assert found
        assert "-c constraints.txt" in found[1]
    assert "<!-- test -->" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_every_licence_of_a_feature_is_explained(spec: Spec) -> None:
    explained = (ROOT / "LICENSES" / "DATA.md").read_text("utf-8")
    for licence in next(iter(spec.layers.values())).table["licence"].values:
        assert f"`{licence}`" in explained
