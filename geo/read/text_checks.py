"""What the texts of a layer must be: said where readers meet something, and filled to the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain

from geo.design.marks import CONDITIONS
from geo.model.cells import show
from geo.model.spec import LayerSpec
from geo.read.column_checks import CHOICES, Misfits
from geo.read.layers import LayerFiles
from geo.read.schema import VALUE
from geo.read.words import PLACEHOLDER

_TOLD = ("dates", "all", "country", "name")
"""What texts of a feature may name beside its columns."""
_OF_FEATURES = re.compile(
    r"(sentences|cards\.lines)\.\d+(\.text)?|label|of_subject\.each|rhythm\.turn"
)
_OF_LAYERS = {
    "cards": ("date",),
    "of_subject": ("all", "some", "names"),
    "part": ("names",),
    "parts": ("names",),
    "counted": ("n",),
}
"""What other texts of a layer may name, by their key; those that are not here name nothing."""
_FORMS = ("name", "full")
"""Words of a value that readers meet even if no text asks for them."""
_AMOUNTS = ("some", "none", "one", "many")
"""What the condition of a sentence may want of a column beside a value."""


def text_misfits(layer: LayerSpec, files: LayerFiles) -> Misfits:
    """Yield what is wrong with the words and texts of a layer, and the conditions of these."""
    for find in (_wordless, _pointless, _unfilled, _unasked):
        yield from find(layer, files)


def _wordless(layer: LayerSpec, files: LayerFiles) -> Misfits:
    """Yield columns and values without a word in any language."""
    texts = files.words[files.head["languages"][0]]
    mark = layer.settings.get("mark", {})
    marked = [
        name for state in CONDITIONS for name in mark.get(state, {}) if name in layer.table.names
    ]
    for column in dict.fromkeys([*layer.legend, *layer.listed, *layer.details, *marked]):
        if f"column.{column}" not in texts:
            yield f"column.{column}.title", "", "a title, for readers meet it"
        if layer.table[column].type not in CHOICES or column == "gauge_mm":
            continue
        group = layer.table[column].group
        for value in files.values.get(group, {}) or layer.table[column].values:
            if f"{group}.{value}" not in texts:
                yield f"values.{column}.{value}.name", "", "a word for this value"


def _pointless(layer: LayerSpec, _: LayerFiles) -> Misfits:
    """Yield conditions that can never hold: no such column, or no such value."""
    told = layer.settings
    of_mark = [(f"mark.{state}", told.get("mark", {}).get(state, {})) for state in CONDITIONS]
    of_sentences = [
        (f"sentences.{number}.when", sentence.get("when", {}))
        for number, sentence in enumerate(told.get("sentences", []), start=1)
    ]
    for key, condition in of_mark + of_sentences:
        amounts = () if key.startswith("mark") else _AMOUNTS
        for name, wanted in condition.items():
            if name not in layer.table.names:
                yield key, name, f"a column of {layer.id}"
                continue
            column = layer.table[name]
            known = {"boolean": (True, False), "choice": column.values}.get(column.type)
            for value in wanted if isinstance(wanted, list) else [wanted]:
                if known is not None and value not in (*known, *amounts):
                    expected = ", ".join(map(show, (*known, *amounts)))
                    yield f"{key}.{name}", show(value), f"one of {expected}"


def _unfilled(layer: LayerSpec, files: LayerFiles) -> Misfits:
    """Yield what texts name in braces and nothing fills."""
    names, start = layer.table.names, f"layers.{layer.id}."
    for language, texts in files.words.items():
        for key in [key for key in texts if key.startswith(start)]:
            own = key.removeprefix(start)
            if not _OF_FEATURES.fullmatch(own):
                for place, _ in PLACEHOLDER.findall(texts[key]):
                    if place not in (known := _OF_LAYERS.get(own.partition(".")[0], ())):
                        expected = f"one of {', '.join(known)}" if known else "nothing in braces"
                        yield f"{own}.{language}", place, expected
                continue
            if set("{}") & set(PLACEHOLDER.sub("", texts[key])):
                yield f"{own}.{language}", texts[key], "names in braces, as {name}"
            for place, form in PLACEHOLDER.findall(texts[key]):
                if place not in (names if form else (*names, *_TOLD)):
                    expected = f"a column of {layer.id}, or one of {', '.join(_TOLD)}"
                    yield f"{own}.{language}", place, expected
                elif form:
                    yield from _unformed(layer, place, form, texts)


def _unformed(layer: LayerSpec, column: str, form: str, texts: Mapping[str, str]) -> Misfits:
    """Yield values without a form that a text asks for, and what such forms name in vain."""
    for value in layer.table[column].values:
        key, text = f"values.{column}.{value}.{form}", texts.get(f"{column}_{form}.{value}")
        if text is None:
            yield key, "", "this form, a text asks for it"
            continue
        for place, _ in PLACEHOLDER.findall(text):
            if place not in (*layer.table.names, *_TOLD):
                yield key, place, f"a column of {layer.id}, or one of {', '.join(_TOLD)}"


def _unasked(layer: LayerSpec, files: LayerFiles) -> Misfits:
    """Yield words of values that nobody asks for: a key that is mistyped looks like one."""
    odd = [
        (column, value, form)
        for column, rows in layer.settings.get("values", {}).items()
        for value, row in rows.items()
        for form in row
        if f"{form}?" not in VALUE and form not in _FORMS
    ]
    texts = chain.from_iterable(each.values() for each in files.words.values()) if odd else ()
    asked = {found for text in texts for found in PLACEHOLDER.findall(text)}
    for column, value, form in odd:
        if (column, form) not in asked:
            expected = f"{', '.join(_FORMS)}, or a form that a text asks for"
            yield f"values.{column}.{value}.{form}", "", expected
