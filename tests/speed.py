"""The fast part of the tests, `-m "not slow"`: it is run after each change, in half a minute.

Slow is what needs a browser, another program, or the whole atlas in a pack; a test or a module may
also mark itself.
"""

from __future__ import annotations

import pytest

_SLOW_FIXTURES = {"browser", "pack", "postgis", "spatial"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that use what takes long."""
    for item in items:
        fixtures = getattr(item, "fixturenames", [])
        if item.get_closest_marker("system") or not _SLOW_FIXTURES.isdisjoint(fixtures):
            item.add_marker("slow")
