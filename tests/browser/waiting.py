"""Waiting in a page whose policy forbids what Playwright's own `wait_for_function` does."""

from __future__ import annotations

import time

from playwright.sync_api import Page

PATIENCE_S = 5.0


def until(page: Page, expression: str) -> None:
    """Wait until an expression holds in the page; fail if it does not in time."""
    deadline = time.monotonic() + PATIENCE_S
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(20)
