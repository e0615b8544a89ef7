"""Databases for tests: a PostGIS server of its own, and DuckDB with its spatial extension."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system import POSTGRESQL


@pytest.fixture(scope="session")
def spatial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of extensions in which DuckDB finds `spatial`, without the network."""
    import duckdb  # noqa: PLC0415 - the tests without databases run without it
    import duckdb_extension_spatial  # noqa: PLC0415

    platform = duckdb.sql("PRAGMA platform").fetchall()[0][0]
    version = f"v{duckdb.__version__}"
    carried = Path(duckdb_extension_spatial.__path__[0], "extensions", version)
    home = tmp_path_factory.mktemp("home")
    folder = home / ".duckdb" / "extensions"
    (folder / version).mkdir(parents=True)
    (folder / version / platform).symlink_to(carried)
    return folder


@pytest.fixture(scope="session")
def postgis() -> Iterator[str]:
    """Return what `ogr2ogr` calls an empty database with PostGIS; `psql` has no `PG:` in front."""
    folder = tempfile.mkdtemp(prefix="pg")  # short: the path of a socket may have 107 letters
    as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    owner = as_owner if os.geteuid() == 0 else []  # PostgreSQL does not run as root
    if owner:
        shutil.chown(folder, "postgres", "postgres")
    data, programs = f"{folder}/data", f"{POSTGRESQL}/bin"
    server = [*owner, f"{programs}/pg_ctl", "-D", data, "-s", "-w"]
    try:
        _run(
            *owner,
            f"{programs}/initdb",
            "-D",
            data,
            "-U",
            "reader",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "-N",
        )
        options = f"-c listen_addresses= -c fsync=off -k {folder}"  # nothing outlives the tests
        _run(*server, "-o", options, "-l", f"{folder}/log", "start")
        address = f"host={folder} user=reader dbname=postgres"
        _run("psql", address, "-qc", "CREATE EXTENSION postgis")
        yield f"PG:{address}"
    finally:
        subprocess.run([*server, "-m", "immediate", "stop"], check=False, capture_output=True)
        shutil.rmtree(folder)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/")
