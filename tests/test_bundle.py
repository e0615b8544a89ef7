"""The bundler: what it puts together, and what it refuses."""

from __future__ import annotations

import json
import subprocess

import pytest

from geo.page import assets
from geo.page.bundle import BundleError, bundle, read_module
from tests.node import SCRIPTS, find_program

SHOW = "\nconsole.log(JSON.stringify(shown));\n"


def bundled(**sources: str) -> str:
    """Return modules as one script; two underscores in a name stand for a folder."""
    return bundle(
        {f"{name.replace('__', '/')}.js": told for name, told in sources.items()}, "main.js"
    )


def run(script: str) -> str:
    """Return what a script says when Node runs it."""
    done = subprocess.run(
        [find_program()], input=script, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_modules_in_folders_stand_after_what_they_import() -> None:
    script = bundled(
        main='import { two } from "./room/two.js";\nimport {\n  one,\n} from "./room/one.js";\n'
        "const shown = [one, two()];" + SHOW,
        room__one="export const one = 1;\n",
        room__two='import { one } from "./one.js";\nimport { base } from "../base.js";\n'
        "export function two() {\n  return one + base;\n}\n",
        base="export let base = 1;\nexport async function later() {}\nexport class Thing {}\n",
    )
    assert run(script) == "[1,2]"
    assert script.count("const one=1;") == 1


@pytest.mark.parametrize(
    "line",
    [
        'import { one as uno } from "./one.js";',
        'import * as all from "./one.js";',
        'import one from "./one.js";',
        'import "./one.js";',
        'import { one } from "one";',
        "import { one } from './one.js';",
        'import { one } from "./one.js"',
        'const later = import("./one.js");',
        "const address = import.meta.url;",
        'if (true) {\n  import { one } from "./one.js";\n}',
        'export { one } from "./one.js";',
        'export * from "./one.js";',
        "export default 1;",
        "const one = 1;\nexport { one };",
        "export var one = 1;",
    ],
)
def test_what_is_not_understood_is_refused(line: str) -> None:
    with pytest.raises(BundleError, match=r"main\.js: not understood: (im|ex)port"):
        bundled(main=f"{line}\nconst two = 2;\n", one="export const one = 1;\n")


def test_words_in_strings_templates_regexes_and_comments_import_nothing() -> None:
    source = """// import { a } from "./a.js";
const shown = ["import x", `export ${"import"} {`, /import "\\/`'/.source];
/* export default */
"""
    script = bundled(main=source + SHOW)
    assert json.loads(run(script)) == ["import x", "export import {", "import \"\\/`'"]


def test_modules_that_import_each_other_are_refused() -> None:
    with pytest.raises(BundleError, match=r"a\.js -> b\.js -> a\.js"):
        bundled(
            main='import { a } from "./a.js";\n',
            a='import { b } from "./b.js";\nexport const a = 1;\n',
            b='import { a } from "./a.js";\nexport const b = 1;\n',
        )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("const name = 1;", "function name() {}"),
        ("const { name } = {};", "class name {}"),
        ("const [, name] = [];", "async function name() {}"),
        ("const { a: { name = 2 }, ...rest } = { a: {} };", "function* name() {}"),
    ],
)
def test_two_modules_cannot_share_a_name(one: str, other: str) -> None:
    with pytest.raises(BundleError, match=r"one\.js and other\.js both declare name"):
        bundled(
            main='import { x } from "./one.js";\nimport { y } from "./other.js";\n',
            one=f"{one}\nexport const x = 1;\n",
            other=f"{other}\nexport const y = 1;\n",
        )


def test_names_within_blocks_and_values_are_free() -> None:
    other = """export const y = 1;
function wrap(name) { const other = name; return other; }
for (const name of []) wrap(name);
const z = ((name) => name)(name2());
function name2() {}
"""
    script = bundled(
        main='import { name } from "./one.js";\nimport { y } from "./other.js";\n'
        f"const shown = [name, y];{SHOW}",
        one="export const name = 1;\nconst other = 2;\n",
        other=other,
    )
    assert run(script) == "[1,1]"


def test_what_is_imported_must_be_there() -> None:
    main = 'import { a } from "./a.js";\n'
    with pytest.raises(BundleError, match=r"main\.js imports a\.js, which is not there"):
        bundled(main=main)
    with pytest.raises(BundleError, match=r"main\.js imports a, not exported by a\.js"):
        bundled(main=main, a="const a = 1;\n")


def test_comments_and_needless_space_alone_are_left_out() -> None:
    source = "/** What it is.\n * @type {x}\n */\nlet a = 1; // why\n\nlet b = `a  ${a + +a}`;\n"
    assert read_module("main.js", source).code == "let a=1;let b=`a  ${a + +a}`;"


def test_the_script_says_what_the_modules_say() -> None:
    paths = sorted((assets.PAGE / "js").rglob("*.js"))
    sources = [path.read_text("utf-8") for path in paths]
    pairs = [(source, read_module("", source).code) for source in sources]
    done = subprocess.run(
        [find_program(), "--expose-internals", SCRIPTS / "same_code.cjs"],
        input=json.dumps(pairs),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    same = json.loads(done.stdout)
    changed = [path.name for path, is_same in zip(paths, same, strict=True) if not is_same]
    assert changed == [], "is a template within another?"
