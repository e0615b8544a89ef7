"""The page's JavaScript without a page: the unit tests in `tests/js`, run by Node."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from geo.page import assets, payload
from tests.conftest import HOSTILE
from tests.node import SCRIPTS, find_program

READ = f"""
import {{ unpack }} from "{(assets.PAGE / "js" / "data" / "unpack.js").as_uri()}";
let block = "";
for await (const piece of process.stdin) block += piece;
console.log(unpack(JSON.parse(block).packed));
"""


def test_units() -> None:
    files = sorted(SCRIPTS.glob("*.test.js"))
    assert files
    ran = subprocess.run(
        [find_program(), "--test", *files], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_what_is_packed_is_read_as_it_was() -> None:
    """Texts of every length, that repeat at every distance, in many scripts."""
    numbers = "".join(map(str, range(30_000)))
    lengths = [numbers[n * 500 :][:n] for n in range(300)]
    said = [
        "",
        "a" * 70_000,
        "ab" * 600,
        numbers,
        *lengths,
        *HOSTILE,
        "उत्तरापथ · Ёлка",
        numbers[::-1],
    ]
    data: dict[str, Any] = {"said": [said, said], "features": {}, "ground": {}, "relief": None}
    block = payload.to_block(data)
    read = subprocess.run(
        [find_program(), "--input-type=module", "--eval", READ],
        input=block,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(read.stdout) == {name: data[name] for name in data if name != "relief"}
