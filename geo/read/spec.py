"""Read the folder of an atlas: `atlas.toml`, `layers/*.toml`, `words/*.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geo.errors import DataError, Problem
from geo.model.spec import Spec
from geo.model.window import window_in_degrees
from geo.read.layers import LayerFiles
from geo.read.schema import ATLAS, LAYER, MAP, SHAPES
from geo.read.spec_checks import misfits
from geo.read.toml import Document, check, is_file_name, read_toml
from geo.read.words import read_words


def read_spec(folder: Path) -> Spec:
    """Read and check how a folder describes its atlas.

    Parameters
    ----------
    folder
        With `atlas.toml`; in `layers/` a file for each layer that it names; and in `words/`, if
        the atlas has words of its own, `LANGUAGE.toml`.

    Raises
    ------
    DataError
        With all problems of all files: unknown keys, columns and signs; values without the word,
        hue or sign that their layer needs; texts that no language falls back on.
    """
    folder = folder.resolve()
    problems: list[Problem] = []
    head = read_toml(folder / "atlas.toml", "atlas.toml", problems)
    if problems:
        raise DataError(problems)
    problems += check(head, ATLAS, "atlas.toml")
    files = dict(_layer_files(folder, head, problems))
    if problems:
        raise DataError(problems)
    unsaid: Document = {"bodies": {}, "schemes": {}, "plate": {}}
    head = {"subject": "", "worldviews": ["international"], **unsaid, **head}
    texts = read_words(folder, head, files, problems)
    described = LayerFiles(head, files, texts)
    problems += misfits(described)
    if problems:
        raise DataError(problems)
    return Spec(
        folder=folder,
        title=head["title"],
        version=head["version"],
        date=str(head["date"]),
        languages=tuple(head["languages"]),
        worldviews=tuple(head["worldviews"]),
        subject=head["subject"],
        bodies=tuple(head["bodies"]),
        layers={name: described.layer(name) for name in files},
        facts={name: described.facts(name) for name in described.fact_tables()},
        registers=described.registers(),
        schemes=described.schemes,
        values=described.values,
        words=texts,
        settings={
            "centre": head["centre"],
            "map": _map(head),
            "plate": head["plate"],
        },
        description=head.get("description", ""),
        authors=tuple(head.get("authors", ())),
        keywords=tuple(head.get("keywords", ())),
        credits=head.get("credits", {}),
    )


def _map(head: Document) -> Document:
    """Return how far the map reaches and what it shows from how close, the usual if not said."""
    told = {**MAP, **head.get("map", {})}
    return {"tiles_window": window_in_degrees(head["centre"], told["window_m"]), **told}


def _layer_files(
    folder: Path, head: Document, problems: list[Problem]
) -> Iterator[tuple[str, Document]]:
    """Yield the layers that the atlas names with what their files say, held against the schema."""
    listed = head.get("layers")
    named = list(filter(is_file_name, listed)) if isinstance(listed, list) else []
    for path in sorted((folder / "layers").glob("*.toml")):
        if path.stem not in named:
            expected = f"{path.stem!r} among the layers in atlas.toml, or no such file"
            problems.append(Problem(f"layers/{path.name}", "", "", "", expected))
    for name in named:
        file = f"layers/{name}.toml"
        spec = read_toml(folder / file, file, problems)
        if not spec:
            continue
        problems += check(spec, {**LAYER, **SHAPES.get(str(spec.get("shape")), {})}, file)
        yield name, spec
