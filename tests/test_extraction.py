"""The networks taken from open data: gaps bridged, fragments left out, chords joined to lines."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from geo.extraction.__main__ import main
from geo.extraction.networks import _add, _add_bridges, _chains, _remove_fragments
from geo.model.geodesy import Position, distance_km


def graph_of(*lines: list[Position]) -> nx.Graph[Position]:
    graph: nx.Graph[Position] = nx.Graph()
    for line in lines:
        for start, end in pairwise(line):
            _add(graph, start, end, 0)
    return graph


def east(*lons: float, lat: float = 40.0) -> list[Position]:
    return [(lon, lat) for lon in lons]


def test_a_chord_is_kept_once_and_is_no_shorter_than_the_ground() -> None:
    graph = graph_of()
    here, there = east(60.0, 60.1)
    for km in (3.0, 20.0, 12.0):
        _add(graph, here, there, km)
    _add(graph, here, here, 5)
    assert list(graph.edges) == [(here, there)]
    assert graph.edges[there, here]["km"] == distance_km(here, there)


def test_a_gap_is_bridged_where_no_short_way_leads_around() -> None:
    west, further = east(60.0, 60.2), east(60.25, 60.5)
    graph = graph_of(west, further)
    _add_bridges(graph)
    assert graph.edges[west[-1], further[0]]["km"] == distance_km(west[-1], further[0])
    far = graph_of(west, east(60.3, 60.5))
    _add_bridges(far)
    assert far.number_of_edges() == 2
    around = graph_of([west[-1], (60.2, 40.03), (60.25, 40.03), further[0]], west, further)
    around.add_edge((60.2, 40.0), (60.2, 39.97), km=4)  # a dead end, near to much of the rest
    _add_bridges(around)
    assert not around.has_edge(west[-1], further[0])
    assert around.degree((60.2, 39.97)) == 1


def test_short_parts_on_their_own_are_left_out() -> None:
    graph = graph_of(east(60.0, 60.1, 60.3), east(65.0, 65.1))
    _remove_fragments(graph)
    assert sorted(graph) == east(60.0, 60.1, 60.3)


def test_chords_are_joined_from_junction_to_junction_and_long_ones_stay_alone() -> None:
    trunk, branch = east(60.0, 60.05, 60.1, 60.15), [(60.1, 40.0), (60.1, 40.05)]
    graph = graph_of(trunk, branch)
    far = (60.9, 40.0)
    _add(graph, trunk[-1], far, 0)
    chains = {tuple(chain): km for chain, km in _chains(graph)}
    ends = {frozenset((chain[0], chain[-1])) for chain in chains}
    assert ends == {
        frozenset((trunk[0], trunk[2])),
        frozenset(branch),
        frozenset(trunk[2:]),
        frozenset((trunk[-1], far)),
    }
    assert sum(chains.values()) == pytest.approx(graph.size(weight="km"))


def test_a_ring_is_one_line() -> None:
    ring = [(60.0, 40.0), (60.05, 40.0), (60.05, 40.05), (60.0, 40.0)]
    ((chain, _),) = _chains(graph_of(ring))
    assert chain[0] == chain[-1]
    assert set(chain) == set(ring)


def test_an_atlas_without_rules_for_its_ground_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert f"{tmp_path}: no rules in its folder extraction" in capsys.readouterr().err
