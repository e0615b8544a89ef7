"""The page's JavaScript without a page: the unit tests in `tests/js`, run by Node."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

from geo.model.atlas import Atlas
from geo.page import assets, payload
from geo.page.document import draw_page
from tests.conftest import HOSTILE
from tests.node import SCRIPTS, find_program
from tests.pages import page_data

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


def test_the_rows_of_each_table_are_described_as_the_page_holds_them(toy: Atlas) -> None:
    """What reads a column that does not exist is an error of types then."""
    described = rows_of((assets.PAGE / "js" / "tables.d.ts").read_text("utf-8"))
    held = page_data(draw_page(toy).get_root().render())["tables"]
    assert described == {
        name: {re.sub(r"^(name|label|text)_(fr|hi|ru)$", r"\1_", column) for column in columns}
        for name, columns in held.items()
    }


def rows_of(source: str) -> dict[str, set[str]]:
    """Return the columns of each table by its type; `name_` stands for one in each language."""
    declared = {
        name: (re.findall(r"\w+", parents or ""), body)
        for name, parents, body in re.findall(
            r"interface (\w+)(?: extends ([\w, ]+))? \{\n(.*?)\n\}", source, re.DOTALL
        )
    }

    def columns(name: str) -> set[str]:
        parents, body = declared[name]
        own = {*re.findall(r"^  (\w+):", body, re.MULTILINE), *re.findall(r"`(\w+_)\$", body)}
        return own.union(*map(columns, parents))

    tables = re.findall(r"^  (\w+): (\w+)\[\];", declared["Tables"][1], re.MULTILINE)
    return {table: columns(row) for table, row in tables}
