"""What is asked of the networks: which way, on which day, over what."""

from __future__ import annotations

from typing import NamedTuple


class Question(NamedTuple):
    """What is asked for: the best way by what, on which day, over which statuses.

    `without` are ids of segments and passages that may not be used; `opened` are ids of segments
    that count as open, whatever they are on the day. `along` names the only ways along the networks
    that may be used: not segments that are of other ways alone, nor their gaps, unless `opened`.
    """

    by: str
    on: str
    allow: frozenset[str]
    without: frozenset[str]
    along: tuple[str, ...] = ()
    opened: frozenset[str] = frozenset()
