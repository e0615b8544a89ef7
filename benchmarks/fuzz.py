"""Break the small atlas in many ways, build it each time, and look how the build ends.

Run it with the interpreter of the environment: `python benchmarks/fuzz.py [INPUTS [SEED]]`
An input is one edit of facts, of published layers, of the description, the story or the geometry,
or one command line. A build may take it or refuse it with a word that names a file; a traceback, a
hang, an output half written and a word without a file are faults, and are printed.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import parser, whole_number
from geo.__main__ import main as geo
from geo.publish.files import touched_files

PATIENCE_S = 30
NASTY = [
    *(
        "",
        " ",
        "\u00a0",
        "\u200b",
        "\x00",
        "\x1b[31m",
        "\u202eabc",
        "\ud800",
        "\ufffe",
        "#N/A",
        "nan",
        "None",
    ),
    *(
        "=1+1",
        "@x",
        "-",
        "0",
        "-1",
        "1e999",
        "-0.0",
        "1,5",
        "447,400",
        "2 724 900",
        "NaN",
        "1" * 400,
    ),
    *("2020-02-30", "0000-00-00", "9999-12-31", "2020-01-01T00:00:00Z", "20200101", "1/2/2020"),
    *(
        "true",
        "FALSE",
        "yes",
        ";",
        ";;",
        "a;b;",
        "../../etc/passwd",
        "http://[",
        "https://a@b/",
        "x" * 70000,
    ),
    *(
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "{count}",
        "{km status=}",
        "${1}",
        "`",
        '"',
        "'",
        "\\",
        "\n",
    ),
    *("KÃ¶ln", "K\ufffdln", "Bala\u0301ny", "ताशकंद", "بندر", "\U0001f5fa", "Ж" * 300),
]
VALUES = [
    *NASTY,
    None,
    True,
    False,
    0,
    -1,
    1e308,
    10**40,
    [],
    {},
    [1, [2]],
    {"a": {"b": 1}},
    [None],
]
WORDS = (
    *("build", "check", "lint", "pack", "plates", "new", "m.html", "l", "p.zip", "p.tar", "../up"),
    *("--out", "--layers", "--pack", "--plates", "--worldview", "--tiles", "--from-layers", "-x"),
    *("--force", "--check", "--help", "--nothing", "international", "moon", "", "-", "Nobody"),
)

Edit = Callable[[Path, random.Random], None]


def cell(path: Path, chance: random.Random) -> None:
    """Put something nasty into a cell of a table."""
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    row = chance.choice(rows)
    row[chance.randrange(len(row))] = chance.choice(NASTY)
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        csv.writer(file, delimiter=chance.choice(",,,,;\t"), lineterminator="\n").writerows(rows)


def value(path: Path, chance: random.Random) -> None:
    """Put something nasty somewhere into JSON."""
    document = json.loads(path.read_text("utf-8"))
    inner = [node for node in walk(document) if len(node)]
    node = chance.choice(inner)
    key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
    if chance.random() < 0.2:
        del node[key]
    else:
        node[key] = chance.choice(VALUES)
    path.write_text(json.dumps(document), "utf-8")


def walk(node: object) -> Iterator[dict | list]:
    """Yield the objects and lists of JSON, the outer ones first."""
    if isinstance(node, dict | list):
        yield node
        for child in node.values() if isinstance(node, dict) else node:
            yield from walk(child)


def line(path: Path, chance: random.Random) -> None:
    """Change what stands behind a `=`, or leave out, double or exchange lines."""
    lines = path.read_text("utf-8").splitlines()
    at = chance.randrange(len(lines))
    if "=" in lines[at] and chance.random() < 0.7:
        key = lines[at].split("=")[0]
        lines[at] = f"{key}= {json.dumps(chance.choice(VALUES))}"
    else:
        lines[at : at + 1] = chance.choice([[], [lines[at]] * 2, [chance.choice(lines)]])
    path.write_text("\n".join(lines), "utf-8", errors="surrogatepass")


def damage(path: Path, chance: random.Random) -> None:
    """Damage bytes: cut, flip, insert, double."""
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 3, 20])):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.choice([0, 1, 1, 9, len(data) // 2])] = chance.choice(
            [b"", b"\x00", b"\xff", b'"', b"{", b",", bytes(data[:40]), chance.randbytes(3)]
        )
    path.write_bytes(data)


def other(path: Path, chance: random.Random) -> None:
    """Put something else in the place of the file."""
    path.unlink()
    kind = chance.randrange(9)
    if kind == 0:
        os.mkfifo(path)
    elif kind == 1:
        path.symlink_to("/dev/zero")
    elif kind == 2:
        path.symlink_to(path.name)
    elif kind == 3:
        path.mkdir()
    elif kind == 4:
        path.write_bytes(b"[" * 200_000)
    elif kind == 5:
        path.write_text("a = " + "{a = " * 5000, "utf-8")
    elif kind == 6:
        path.write_text(
            '<OGRVRTDataSource><OGRVRTLayer name="x">'
            f"<SrcDataSource>{__file__}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
        )
    elif kind == 7:
        path.write_bytes(chance.randbytes(5000))


EDITS: dict[str, tuple[str, list[Edit]]] = {
    "facts": ("facts/*.csv", [cell, cell, cell, damage, other]),
    "layers": ("published/*.*", [value, value, value, damage, other]),
    "description": ("**/*.toml", [line, line, line, damage, other]),
    "geometry": ("geometry/*.geojson", [value, value, damage, other]),
}


def shift(atlas: Path, kind: str, chance: random.Random) -> list[str]:
    """Make one edit, and return the command to try on it."""
    if kind == "command":
        return [
            str(atlas / word) if "." in word else word
            for word in chance.choices(WORDS, k=chance.randint(1, 5))
        ]
    pattern, edits = EDITS[kind]
    path = chance.choice(sorted(path for path in atlas.glob(pattern) if path.is_file()))
    edit = chance.choice(edits)
    if edit is value and path.suffix != ".geojson":
        edit = cell if path.suffix == ".csv" else damage
    edit(path, chance)
    layers = ["--from-layers", "--force"] if kind == "layers" else []
    return ["build", str(atlas), *layers]


def attempt(command: list[str]) -> tuple[str, str]:
    """Run a command in this process; return how it ended, and what it said."""
    said = io.StringIO()
    signal.alarm(PATIENCE_S)
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            code = geo(command)
    except SystemExit as end:
        return ("refused" if end.code else "taken"), said.getvalue()
    except TimeoutError:
        return "HANG", said.getvalue()
    except BaseException:  # noqa: BLE001  whatever it is, it is what is looked for
        return "TRACEBACK", traceback.format_exc()
    finally:
        signal.alarm(0)
    text = said.getvalue()
    if code == 1 and not re.search(r"\.(csv|geojson|toml)|SHA256SUMS|finding", text):
        return "NO FILE NAMED", text
    return ("refused" if code else "taken"), text


def late(*_: object) -> None:
    """Stop what takes too long."""
    raise TimeoutError


def main() -> int:
    """Try as many inputs as are asked for; return 1 if one ended as none may."""
    options = parser(__doc__)
    options.add_argument("inputs", nargs="?", type=whole_number, default=2000)
    options.add_argument("seed", nargs="?", type=int, default=1)
    asked = options.parse_args()
    chance = random.Random(asked.seed)
    signal.signal(signal.SIGALRM, late)
    ends: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        whole, atlas = Path(folder, "whole"), Path(folder, "atlas")
        attempt(["new", str(whole)])
        attempt(["build", str(whole)])
        for number in range(asked.inputs):
            kind = chance.choice([*EDITS, *EDITS, "command"])
            shutil.rmtree(atlas, ignore_errors=True)
            shutil.copytree(whole, atlas)
            command = shift(atlas, kind, chance)
            before = (atlas / "map.html").read_bytes()
            end, said = attempt(command)
            changed = (atlas / "map.html").read_bytes() != before
            if end == "refused" and (
                changed or (kind != "layers" and touched_files(atlas / "published"))
            ):
                end = "HALF WRITTEN"
            ends[kind, end] += 1
            if end.isupper():
                print(f"input {number}, {kind}: {end}\n{command}\n{said[-1500:]}\n", flush=True)
        os.chdir(ROOT)
    for (kind, end), count in sorted(ends.items()):
        print(f"{kind:<12} {end:<14} {count:>6}")
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return int(any(end.isupper() for _, end in ends))


if __name__ == "__main__":
    sys.exit(main())
