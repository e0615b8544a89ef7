"""The policy of a page: it gives what was declared, and an address cannot widen it."""

from __future__ import annotations

import base64
import hashlib

import pytest

from geo.page.policy import needs, policy, source


def hashed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "https://*.tiles.example"),
        ("https://mt{s}.tiles.example/x", "https://*.tiles.example"),
        ("//cdn.example:8080/x.js", "https://cdn.example:8080"),
        ("HTTPS://Name:Secret@CDN.example?x", "https://cdn.example"),
        ("photo.jpg", "'self'"),
        ("data:image/png;base64,AA", "data:"),
        ("https://{s}/x", None),
        ("https://{s}.example/x", None),
        ("https://x.example;script-src *", None),
        ("https://x.example 'unsafe-inline'", None),
        ("https://'unsafe-eval'/x", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
    ],
)
def test_a_source_is_a_host_and_nothing_else(address: str, expected: str | None) -> None:
    assert source(address) == expected


FRAME = base64.b64encode(b"<script>one()</script><img src='https://i.example/x'>").decode()


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a href='https://x.example'>a link loads nothing</a>", []),
        ("<img src='https://i.example/a.png'>", [("img-src", "https://i.example")]),
        (
            "<img srcset='https://a.example/1 1x, //b.example/2 2x'>",
            [("img-src", "https://a.example"), ("img-src", "https://b.example")],
        ),
        ("<script src='https://s.example/x.js'></script>", [("script-src", "https://s.example")]),
        ("<script>a < b</script>", [("script-src", hashed("a < b"))]),
        ("<script type='application/json'>{}</script>", []),
        (
            "<b onclick='go()'>x</b>",
            [("script-src", "'unsafe-hashes'"), ("script-src", hashed("go()"))],
        ),
        ("<link rel=preconnect href='https://c.example'>", [("connect-src", "https://c.example")]),
        ("<form action='https://f.example'>", [("form-action", "https://f.example")]),
        ("<video src='film.mp4'>", [("media-src", "'self'")]),
        (
            f"<iframe src='data:text/html;charset=utf-8;base64,{FRAME}'></iframe>",
            [
                ("frame-src", "data:"),
                ("script-src", hashed("one()")),
                ("img-src", "https://i.example"),
            ],
        ),
    ],
)
def test_markup_needs_what_it_loads_and_runs(markup: str, expected: list[tuple[str, str]]) -> None:
    assert needs(markup) == expected


def test_a_policy_grants_each_need_once_and_nothing_besides() -> None:
    rules = policy([("connect-src", "https://c.example"), ("frame-src", "data:")] * 2)
    told = dict(rule.split(" ", 1) for rule in rules.replace("script-src;", "").split("; ") if rule)
    assert told["connect-src"] == "https://c.example"
    assert told["frame-src"] == "data:"
    assert (told["default-src"], told["img-src"], told["form-action"]) == (
        "'none'",
        "data:",
        "'none'",
    )
