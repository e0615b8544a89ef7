"""The legend of the map as its keys: which there are, and which a scene hides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.model.cells import split_list
from geo.model.spec import LayerSpec, Spec


@dataclass(frozen=True)
class Legend:
    """Keys of the legend, as `group.value`.

    `own` are those of one layer, by its id: its row among the networks, or the values by which its
    points or lines are told apart; `shared` are those that features of several layers have. All of
    these keys but the ones that are `empty` have features. Those `aside` are hidden until somebody
    asks.
    """

    own: Mapping[str, list[str]]
    shared: list[str]
    empty: frozenset[str]
    aside: Sequence[str] = ()

    @property
    def names(self) -> set[str]:
        """What a scene may show: keys, and layers, which stand for all keys of their own."""
        return {*self.own, *self.shared, *(key for keys in self.own.values() for key in keys)}

    def hidden(self, show: Iterable[str]) -> list[str]:
        """Return the keys to hide so that what is named is seen, and nothing else.

        A layer is seen if it is named, or a key of its own. Where a key is named, the others of its
        group are hidden; other groups tell what is seen apart, and are left as they are.
        """
        named = set(show)
        hidden: list[str] = []
        for layer, keys in self.own.items():
            chosen = named.intersection(keys) or keys[:1]
            hidden += _beside(chosen, keys) if layer not in named else []
        hidden += _beside(named.intersection(self.shared), self.shared)
        seen = named | {key for layer in named for key in self.own.get(layer, [])} | self.empty
        return [key for key in dict.fromkeys(hidden) if key not in seen]


def legend_of(spec: Spec, layers: Mapping[str, pd.DataFrame]) -> Legend:
    """Return the legend of an atlas."""
    own, shared, empty = {}, [], set()
    for layer in spec.layers.values():
        keys = [key for column in layer.legend for key in _keys(spec, layer, column)]
        keys += _whole(spec, layer)
        if layer.shape == "points" or layer in spec.plain_lines:
            own[layer.id] = keys
            found = [*_found(layers[layer.id], layer.legend), *_whole(spec, layer)]
            empty |= set(keys) - set(found)
        else:
            shared += keys
        if layer.shape == "network":
            own[layer.id] = [f"corridor.{layer.id}"]
        if layer.shape == "lines":
            shared += [f"border.{value}" for value in spec.values["border"]]
        if "host" in layer.settings:
            shared += [
                f"host.{key.partition('.')[2]}"
                for key in _found(layers[layer.id], [layer.settings["host"]])
            ]
    aside = [f"corridor.{layer.id}" for layer in spec.of_shape("network") if layer.on_request]
    return Legend(own, list(dict.fromkeys(shared)), frozenset(empty), aside)


def shown(
    spec: Spec, layer: LayerSpec, rows: list[dict[str, str]], hidden: Collection[str]
) -> list[dict[str, str]]:
    """Return the features of a layer of which no key is hidden; a boundary's differ by view."""
    own = [f"corridor.{layer.id}"] if layer.shape == "network" else _whole(spec, layer)
    if any(key in hidden for key in own):
        return []
    told = [(column, column) for column in layer.legend]
    told += [("host", layer.settings["host"])] if "host" in layer.settings else []
    values: dict[str, set[str]] = defaultdict(set)
    for key in hidden:
        group, _, value = key.partition(".")
        values[group].add(value)
    hiding = [(column, values[group]) for group, column in told if group in values]
    return [row for row in rows if not any(row[column] in each for column, each in hiding)]


def _whole(spec: Spec, layer: LayerSpec) -> list[str]:
    return [f"layer.{layer.id}"] if spec.is_whole(layer) else []


def _keys(spec: Spec, layer: LayerSpec, column: str) -> list[str]:
    return [f"{column}.{value}" for value in spec.values.get(column) or layer.table[column].values]


def _found(layer: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Return the keys that the features of a layer have."""
    return [
        f"{column}.{value}"
        for column in columns
        for cell in layer[column].dropna().unique()
        for value in split_list(cell)
    ]


def _beside(chosen: Iterable[str], keys: Iterable[str]) -> list[str]:
    """Return the keys of the groups that some belong to."""
    groups = {key.partition(".")[0] for key in chosen}
    return [key for key in keys if key.partition(".")[0] in groups]
