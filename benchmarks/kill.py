"""Kill a whole run at random moments and look what is left: all old or all new, or a fault.

Run it with the interpreter of the environment: `.venv/bin/python benchmarks/kill.py [TIMES]`. One
edition is built, then the next one over it, with page, plates and pack. Half of the kills strike
somewhere in the run, the other half while it writes.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import parser, whole_number
from geo.output import JOURNAL


def source(folder: Path, version: str) -> Path:
    """Copy the code and the facts, with a version of their own."""
    shutil.copytree(ROOT / "geo", folder / "geo")
    shutil.copy(ROOT / "build_map.py", folder)
    atlas = folder / "geo" / "uttarapath" / "atlas.toml"
    lines = atlas.read_text("utf-8").splitlines()
    told = [f'version = "{version}"' if line.startswith("version") else line for line in lines]
    atlas.write_text("\n".join(told) + "\n", "utf-8")
    return folder


def run(code: Path, out: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a run; without arguments it is a full one."""
    full = ("--out", "map.html", "--plates", "plates", "--pack", "pack")
    command = [sys.executable, str(code / "build_map.py"), "--layers", "layers"]
    quiet = subprocess.DEVNULL
    out.mkdir(exist_ok=True)
    return subprocess.Popen([*command, *(arguments or full)], cwd=out, stdout=quiet, stderr=quiet)


def sums(folder: Path) -> dict[str, str]:
    """Return the sum of each file, hidden ones too."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def until_it_writes(process: subprocess.Popen[bytes], out: Path) -> None:
    """Wait for the moment at which a run begins to write, or for its end."""
    while process.poll() is None and not (out / "layers" / JOURNAL).exists():
        time.sleep(0.001)


def built(code: Path, out: Path) -> tuple[dict[str, str], float, float]:
    """Return the sums of a full run, the seconds that it took, and those that it wrote."""
    began = time.monotonic()
    process = run(code, out)
    until_it_writes(process, out)
    wrote = time.monotonic()
    if process.wait():
        raise RuntimeError(f"{' '.join(map(str, process.args))}: failed")
    return sums(out), time.monotonic() - began, time.monotonic() - wrote


def main() -> int:
    """Print what became of each run; return 1 if one left a mixture."""
    options = parser(__doc__)
    options.add_argument("times", nargs="?", type=whole_number, default=20)
    times = options.parse_args().times
    with tempfile.TemporaryDirectory() as scratch:
        older, newer = (source(Path(scratch, f"v{n}"), f"{n}.0.0") for n in (8, 9))
        kept, clean, out = (Path(scratch, name) for name in ("kept", "clean", "out"))
        old, *_ = built(older, kept)
        new, whole, writing = built(newer, clean)
        equal = sum(new.get(name) == total for name, total in old.items())
        print(f"{len(new)} files, {equal} of them equal in both editions")
        print(f"a full run takes {whole:.1f} s; it writes in the last {writing:.2f} s", flush=True)
        names = {str(sorted(old.items())): "all old", str(sorted(new.items())): "all new"}
        ends = Counter[str]()
        for number in range(1, times + 1):
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(kept, out)
            process = run(newer, out)
            if number % 2:
                time.sleep(random.uniform(0, whole))
            else:
                until_it_writes(process, out)
                time.sleep(random.uniform(0, writing))
            process.kill()
            process.wait()
            left = names.get(str(sorted(sums(out).items())), "half done")
            run(newer, out, "--check").wait()
            then = names.get(str(sorted(sums(out).items())), "A MIXTURE")
            print(f"{number:>3}: left {left}, {then} after the next run", flush=True)
            ends[then] += 1
        is_clean = built(newer, out)[0] == new
        print(", ".join(f"{word}: {count}" for word, count in sorted(ends.items())))
        print(f"a full run after the last kill: {'clean' if is_clean else 'NOT CLEAN'}")
        return int(ends["A MIXTURE"] > 0 or not is_clean)


if __name__ == "__main__":
    sys.exit(main())
