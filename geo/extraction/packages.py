"""The pinned packages that hold the open data, and the record of what was taken from them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from geo.errors import AtlasError

PINS = Path(__file__).with_name("packages.toml")
KEYS = (
    "name",
    "file_sha256",
    "package",
    "version",
    "sha256",
    "path",
    "licence",
    "attribution",
    "date",
    "precision_m",
    "note",
)
"""Keys of a table of ``provenance.toml``, in order."""


class ExtractionError(AtlasError, RuntimeError):
    """A package or its contents are not what the pins say; the message is one clear line."""


@dataclass(frozen=True)
class Pin:
    """One package, fixed to the byte: its name, version, file and the file's SHA-256."""

    name: str
    version: str
    file: str
    sha256: str
    date: str
    pip: tuple[str, ...] = ()
    npm: str = ""


@dataclass(frozen=True)
class Output:
    """One file of the geometry and where it came from.

    `package` names a pin, `path` the file or files inside the package, `licence` is an SPDX
    expression, `attribution` the words that the licence or good manners ask for,
    `precision_m` an honest radius of its positions, where one figure fits all.
    """

    name: str
    package: str
    path: str
    licence: str
    attribution: str
    note: str
    precision_m: int | None = None


def read_pins() -> dict[str, Pin]:
    """Read ``packages.toml``: the pins by package name."""
    pins = {}
    for name, row in tomllib.loads(PINS.read_text("utf-8")).items():
        pins[name] = Pin(
            name=name,
            version=row["version"],
            file=row["file"],
            sha256=row["sha256"],
            date=row["date"].isoformat(),
            pip=tuple(row.get("pip", ())),
            npm=row.get("npm", ""),
        )
    return pins


class Packages:
    """The pinned packages, found or downloaded when first asked for, and unpacked.

    Parameters
    ----------
    work
        An existing scratch folder that receives downloads and unpacked files.
    given
        A folder with files already downloaded, searched first; None to download everything.
    """

    def __init__(self, work: Path, given: Path | None = None) -> None:
        self.pins = read_pins()
        self._work = work
        self._given = given

    def folder(self, name: str) -> Path:
        """Return the folder into which the package `name` is unpacked.

        A wheel unpacks as in site-packages, an sdist with its top folder ``name-version``, a
        package of npm with its top folder ``package``.
        Raises ExtractionError when the package is not pinned, cannot be had or has another hash.
        """
        if name not in self.pins:
            raise ExtractionError(f"{name}: not pinned in {PINS.name}")
        target = self._work / name
        if not target.exists():
            archive = self._archive(self.pins[name])
            partial = self._work / f"{name}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            _unpack(archive, partial)
            partial.rename(target)
        return target

    def _archive(self, pin: Pin) -> Path:
        if self._given is not None and (self._given / pin.file).is_file():
            archive = self._given / pin.file
        else:
            archive = _download(pin, self._work / "download")
        with archive.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != pin.sha256:
            raise ExtractionError(f"{archive}: sha256 is {found}, expected {pin.sha256}")
        return archive


def _download(pin: Pin, into: Path) -> Path:
    into.mkdir(exist_ok=True)
    if pin.npm:
        requirement = f"{pin.npm}@{pin.version}"
        command = ["npm", "pack", "--pack-destination", str(into), requirement]
    else:
        requirement = f"{pin.name}=={pin.version}"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *pin.pip]
        command = [*pip, "--dest", str(into), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    archive = into / pin.file
    if done.returncode != 0 or not archive.is_file():
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = lines[-1].removeprefix("ERROR: ") if lines else f"did not bring {pin.file}"
        raise ExtractionError(f"{requirement}: {reason}")
    return archive


def _unpack(archive: Path, into: Path) -> None:
    if archive.suffix == ".whl":
        shutil.unpack_archive(archive, into, "zip")
    else:
        shutil.unpack_archive(archive, into, filter="data")


def write_provenance(outputs: Iterable[Output], pins: dict[str, Pin], path: Path) -> None:
    """Write ``provenance.toml`` beside the outputs: a ``[[file]]`` table each, in order of name.

    `sha256` is the sum of the package, `file_sha256` that of the file, by which every build sees
    that it is still whole.
    """
    tables = []
    for output in sorted(outputs, key=lambda output: output.name):
        pin = pins[output.package]
        row = asdict(output) | {"version": pin.version, "sha256": pin.sha256, "date": pin.date}
        data = path.with_name(output.name).read_bytes()
        row["file_sha256"] = hashlib.sha256(data).hexdigest()
        lines = [f"{key} = {_toml(row[key])}" for key in KEYS if row[key] is not None]
        tables.append("\n".join(["[[file]]", *lines]))
    path.write_text("\n\n".join(tables) + "\n", "utf-8", newline="\n")


def _toml(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
