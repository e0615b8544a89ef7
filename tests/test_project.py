"""The papers of the project: one version, a README that stays short, a true picture of the code."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from geo.api import Atlas
from geo.model.dataset import dataset
from geo.model.spec import Spec
from geo.pack.formats.text import to_json
from geo.pack.metadata.citation import to_cff
from geo.pack.metadata.zenodo import to_zenodo
from tests.__main__ import CHECKS

ROOT = Path(__file__).resolve().parent.parent
GIT = shutil.which("git")
README = (ROOT / "README.md").read_text("utf-8")
FOLDERS = [".", "docs", "examples", "layers", "LICENSES"]
DOCUMENTS = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.md"))]

ARROWS = {
    "errors": "",
    "arguments": "errors",
    "input": "errors",
    "model": "errors",
    "design": "model",
    "kept": "input",
    "network": "errors input kept model",
    "read": "errors input kept model design network",
    "publish": "errors input model network read",
    "linter": "kept model network read",
    "own": "arguments errors input model design read",
    "output": "errors",
    "page": "errors kept model design network read",
    "plates": "errors model design read",
    "pack": "errors input model design read publish output",
    "extraction": "errors model read publish output",
    "editions": "errors input model read",
    "api": "arguments model network read publish linter page pack",
    "new": "errors output",
    "options": "",
    "build": "errors input kept model output own publish page plates pack api",
    "watch": "errors page",
    "__init__": "errors model network linter own api",
    "__main__": "errors api build editions new options output own publish read watch",
}
"""What each room may import, as docs/architecture.md draws it."""


TOP = """
    .ci .gitattributes .github .gitignore .pre-commit-config.yaml .zenodo.json CHANGELOG.md
    CITATION.cff CONTRIBUTING.md LICENSE LICENSES README.md SECURITY.md benchmarks build_map.py
    constraints.txt docs examples geo layers pyproject.toml requirements.lock tests
"""
"""All that stands at the top of the repository: what a newcomer meets first."""


def imports(file: Path) -> Iterator[str]:
    """Yield the rooms of `geo` that a module imports, at its top or anywhere else."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("geo."))


@pytest.mark.parametrize("room", ARROWS)
def test_a_room_imports_what_lies_below_it_and_nothing_else(room: str) -> None:
    home = ROOT / "geo" / room
    files = home.rglob("*.py") if home.is_dir() else [home.with_suffix(".py")]
    taken = {other: file.name for file in files for other in imports(file) if other != room}
    allowed = ARROWS[room].split()
    assert {other: file for other, file in taken.items() if other not in allowed} == {}
    assert [other for other in allowed if other not in taken] == [], "an arrow that nothing takes"


def test_the_arrows_run_one_way_and_every_room_has_its_own() -> None:
    below: list[str] = []
    while rest := {room: arrows for room, arrows in ARROWS.items() if room not in below}:
        free = [room for room, arrows in rest.items() if set(arrows.split()) <= set(below)]
        assert free, f"a circle among {', '.join(rest)}"
        below += free
    entries = {path.stem for path in (ROOT / "geo").iterdir() if any(path.rglob("*.py"))}
    modules = {path.stem for path in (ROOT / "geo").glob("*.py")}
    assert (entries | modules) - {"__pycache__"} == set(ARROWS)
    picture = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert [room for room in ARROWS if f"`{room}`" not in picture] == ["new", "__init__"]


def test_no_two_rooms_call_two_types_alike() -> None:
    """What users get may be called as what it extends."""
    names = [
        name
        for file in (ROOT / "geo").rglob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        for name in named(node)
        if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name)
    ]
    assert {name for name in names if names.count(name) > 1} == {"Atlas", "Route"}


def named(node: ast.stmt) -> list[str]:
    """Return what a class or an assignment gives a name to."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [node.name] if isinstance(node, ast.ClassDef) else []


TYPE = re.compile(
    r"@typedef (?!\{import\([^{}]*\.\w+(?:<\w+>)?\} )\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\} (\w+)"
    r"|^export interface (\w+)",
    re.MULTILINE,
)
"""A type that a module of the page defines, and does not only take from another."""


def test_no_two_modules_of_the_page_call_two_types_alike() -> None:
    homes: dict[str, list[str]] = {}
    for file in (ROOT / "geo" / "page" / "js").rglob("*.[jt]s"):
        for names in TYPE.findall(file.read_text("utf-8")):
            homes.setdefault("".join(names), []).append(file.name)
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
    assert homes.keys() >= {"View", "Painting"}


def test_version_and_date_are_the_same_everywhere(spec: Spec) -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## {spec.version} ({spec.date})" in changes
    assert "## Unreleased" in changes


def test_citation_and_deposit_are_what_the_atlas_says_of_itself(atlas: Atlas) -> None:
    told = dataset(atlas)
    assert (ROOT / "CITATION.cff").read_bytes() == to_cff(told), "copy that of a new pack"
    assert (ROOT / ".zenodo.json").read_bytes() == to_json(to_zenodo(told)), "as CITATION.cff"


@pytest.mark.skipif(not (ROOT / ".git").exists() or not GIT, reason="no checkout of git")
def test_nothing_strays_to_the_top_of_the_repository() -> None:
    command = [str(GIT), "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert sorted({path.partition("/")[0] for path in listed.split("\0") if path}) == TOP.split()


def test_the_readme_is_read_in_a_minute() -> None:
    assert README.count("\n") < 70
    assert len(README.split()) < 500


def test_the_data_are_told_with_layers_and_tables_that_there_are(spec: Spec) -> None:
    told = (ROOT / "docs" / "data.md").read_text("utf-8")
    parts = re.findall(r"^\| (?:layer|table) \|.*\n((?:\|.*\n)+)", told, re.MULTILINE)
    first = re.compile(r"^\| (`.+?`) \|", re.MULTILINE)
    layers, tables = (re.findall(r"`(\w+)`", "".join(first.findall(part))) for part in parts)
    assert set(layers) <= set(spec.layers)
    assert set(tables) <= {*spec.tables, *spec.registers}


@pytest.mark.parametrize("name", ["README.md", "docs/data.md"])
def test_python_in_a_document_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"(?ms)^```python\n(.*?)^```", (ROOT / name).read_text("utf-8"))
    exec(compile(code, name, "exec"), {})  # noqa: S102 - that is what readers do with it
    assert (tmp_path / "mine.html").stat().st_size > 1_000_000


@pytest.mark.slow
def test_an_atlas_of_your_own_begins_as_the_document_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = (ROOT / "docs" / "own-atlas.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for command in re.findall(r"^python (-m geo .+)$", told.partition("## What")[0], re.MULTILINE):
        subprocess.run([sys.executable, *command.split()], check=True, capture_output=True)
    (code,) = re.findall(r"(?ms)^```python\n(.*?)^```", told)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert (tmp_path / "my-atlas" / "map.html").exists()
    assert (tmp_path / "my-atlas.html").exists()


def test_a_file_that_a_document_names_is_there() -> None:
    named = re.compile(r"`((?:geo|docs|tests)/[\w./-]+)`")
    for document in DOCUMENTS:
        if document.name != "CHANGELOG.md":  # which tells of what was
            for path in named.findall(document.read_text("utf-8")):
                assert (ROOT / path).exists(), f"{document.name}: {path}"


def test_both_commands_stand_in_the_readme_and_lock_their_versions() -> None:
    for mark in ("build", "test"):
        found = re.search(rf"<!-- {mark} -->\n```sh\n(.+)\n```", README)
        assert found
        assert "-c constraints.txt" in found[1]
    assert "<!-- test -->" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_lock_has_the_versions_of_the_constraints_each_with_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", "")
    locked = [line.split() for line in text.splitlines() if not line.startswith("#")]
    constraints = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {Requirement(line) for line in constraints if not line.startswith("#")}
    assert {canonicalize_name(Requirement(version).name) for version, *_ in locked} == {
        canonicalize_name(each.name) for each in pinned
    }
    assert {str(Requirement(version).specifier) for version, *_ in locked} == {
        str(each.specifier) for each in pinned
    }
    assert all(
        hashes and all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes)
        for _, *hashes in locked
    )
    (backend,) = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"][
        "requires"
    ]
    assert Requirement(backend) in pinned


def test_links_between_documents_lead_somewhere() -> None:
    for document in DOCUMENTS:
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_every_licence_of_a_feature_is_explained_and_stands_in_the_package(atlas: Atlas) -> None:
    explained = (ROOT / "LICENSES" / "DATA.md").read_text("utf-8")
    package = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for licence in {cell for layer in atlas.layers.values() for cell in layer["licence"]}:
        assert f"`{licence}`" in explained
        assert licence in package["license"].split(" AND ")


def test_a_commit_is_checked_by_what_the_tests_check_first() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    commands = [command.split() for command in re.findall(r"entry: .+ -m (.+)", hooks)]
    assert {command[0] for command in commands} <= {check[0] for check in CHECKS}


def test_the_wheel_holds_the_atlas_its_layers_and_its_licences(spec: Spec, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    code = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "geo").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    layers = {f"geo/_layers/{path.name}" for path in (ROOT / "layers").iterdir()}
    papers = {f"uttarapath-{spec.version}.dist-info/licenses/LICENSE"}
    assert code | layers | papers <= held
