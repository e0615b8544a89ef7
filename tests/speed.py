"""Which tests are fast, and which are about the atlas that ships.

The fast ones, `-m "not slow"`, are run after each change, in half a minute. Slow is what needs a
browser, another program, or the whole atlas in a pack; a test or a module may also mark itself.
Those about the atlas that ships, `-m shipped`, are run once more where it has grown.
"""

from __future__ import annotations

import pytest

_SLOW_FIXTURES = {"browser", "pack", "postgis", "spatial"}
_SHIPPED_FIXTURES = {"atlas", "facts", "spec"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that use what takes long."""
    for item in items:
        fixtures = getattr(item, "fixturenames", [])
        if item.get_closest_marker("system") or not _SLOW_FIXTURES.isdisjoint(fixtures):
            item.add_marker("slow")
        if not _SHIPPED_FIXTURES.isdisjoint(fixtures):
            item.add_marker("shipped")
