"""A rule on translations of what the tables tell: none outlives its text."""

from __future__ import annotations

from geo.linter.rule import Found, Rule, frames
from geo.model.atlas import Atlas
from geo.read.extras import read_phrases


def _left_over(atlas: Atlas) -> Found:
    told = {
        cell
        for _, _, frame in frames(atlas)
        for column in frame
        for cell in frame[column]
        if isinstance(cell, str)
    }
    for text in read_phrases(atlas.spec):
        if text not in told:
            yield "phrases.json", text, "translated, but no table tells it"


LEFT_OVER = Rule("translations-told", "what is told no more needs no words", _left_over)
"""Checked on demand alone: a fact that is about to change is not to wait for its translation."""
