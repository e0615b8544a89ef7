"""Build again at each save, and show the page where it reloads itself: on this machine alone.

The page on disk stays as it was built. What is served has one script more, and a policy that lets
it run and ask this server. Who asks it by another name than this machine's own gets nothing, so
that no page of the web can lead its own name here and read along.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import signal
import sys
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Condition, Thread

from geo.errors import MissingExtraError
from geo.page.policy import run

LOOPBACK = "127.0.0.1"
READ = {".csv", ".css", ".geojson", ".html", ".js", ".json", ".toml", ".webp"}
"""Ends of the names of files that a page is made of; editors save others beside them."""
OWN = [Path(__file__).with_name(room) for room in ("page", "design")]
"""Folders of what each page is made of besides its atlas, for those who change that."""
UNBUILT = "<!DOCTYPE html><title>Not built yet</title><p>Not built yet: the terminal tells why."
WRONG_USAGE = 2
SOON_MS = 100
_HOST = re.compile(rf"({re.escape(LOOPBACK)}|localhost)(:\d+)?")
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')


class Site(ThreadingHTTPServer):
    """The page at an address of this machine, and word to all who look at it when it is another."""

    def __init__(self, port: int) -> None:
        """Listen to a port, 0 for a free one; raise OSError if it is not to be had."""
        try:
            super().__init__((LOOPBACK, port), _Answer)
        except (OSError, OverflowError) as error:
            raise OSError(f"port {port}: {getattr(error, 'strerror', error)}") from None
        self.changed = Condition()
        self.show(UNBUILT.encode())
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def show(self, page: bytes) -> None:
        """Serve a page from now on; who looks at another one is told."""
        with self.changed:
            self.name = hashlib.sha256(page).hexdigest()
            self.page = reloading(page.decode(errors="replace"), self.name).encode()
            self.changed.notify_all()


class _Answer(BaseHTTPRequestHandler):
    """What one request gets: the page, or word when it is no longer the one of that name."""

    server: Site

    def do_GET(self) -> None:
        """Answer."""
        if not _HOST.fullmatch(self.headers.get("Host", "")):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif self.path.startswith("/after/"):
            with self.server.changed:
                self.server.changed.wait_for(lambda: self.path != f"/after/{self.server.name}")
            self._send("text/event-stream", b"data: another\n\n")
        elif self.path.partition("?")[0] == "/":
            self._send("text/html; charset=utf-8", self.server.page)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        with suppress(ConnectionError):  # somebody closed the page
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal tells of builds."""


def reloading(page: str, name: str) -> str:
    """Return a page that reloads itself, and where it is, when it no longer is the one served."""
    script = f'new EventSource("/after/{name}").onmessage = () => location.reload();'

    def opened(found: re.Match[str]) -> str:
        policy = found[2].replace("script-src", f"script-src {run(script)[1]}", 1)
        policy = re.sub(r"connect-src( 'none')?", "connect-src 'self'", policy, count=1)
        return f"{found[1]}{policy}{found[3]}<script>{script}</script>"

    served, times = _POLICY.subn(opened, page, count=1)
    return served if times else f"{page}<script>{script}</script>"


def watch(
    build: Callable[[], int],
    page: Path,
    *,
    read: Sequence[Path],
    written: Sequence[Path],
    port: int = 0,
    look: bool = False,
) -> int:
    """Build, and again whenever a file is saved, until somebody interrupts it.

    Each build is a process of its own, so nothing of one is left for the next. One that fails has
    told why, and the page stays as it was.

    Parameters
    ----------
    build
        Builds once and returns an exit code; a process can be given it.
    page
        The file that it writes.
    read, written
        Folders and files that it reads; files and folders that it writes, which may lie in those.
    port
        Where the page is shown, 0 for any that is free.
    look
        Open it in the browser.

    Returns
    -------
    int
        An exit code: 0, or 2 if the first build could not be right whatever is saved: what is
        wrong with a file may be mended.

    Raises
    ------
    MissingExtraError
        If the extra `watch` is not installed.
    OSError
        If the port is not to be had, or a folder is not there.
    """
    saves = _saves([*read, *OWN], written)
    site = Site(port)
    if page.is_file():
        site.show(page.read_bytes())
    for path in filter(Path.exists, read):
        print(f"watching: {path}")
    print(f"page:     {site.address} (Ctrl-C ends it)", flush=True)
    if look:
        webbrowser.open(site.address)
    try:
        for number, saved in enumerate(saves):
            for name in saved:
                print(f"saved:    {name}", flush=True)
            code = _built(build)
            if code == WRONG_USAGE and not number and all(path.is_dir() for path in read):
                return code
            if code == 0:
                site.show(page.read_bytes())
    except KeyboardInterrupt:
        print("stopped", flush=True)
    return 0


def _saves(read: Sequence[Path], written: Sequence[Path]) -> Iterator[list[str]]:
    """Return what yields nothing at once, and then the files that were saved, each time some were.

    Raises
    ------
    MissingExtraError
        If the extra `watch` is not installed.
    """
    try:
        from watchfiles import watch as changes  # noqa: PLC0415 - of an extra
    except ImportError:
        raise MissingExtraError("watch") from None
    folders, files = ([path for path in read if path.is_dir() is of] for of in (True, False))
    homes, ours = ([Path(os.path.realpath(path)) for path in paths] for paths in (folders, written))

    def is_read(_: object, path: str) -> bool:
        file = Path(path)
        inner = (name for home in homes for name in _below(home, file))
        hidden = any(name.startswith((".", "__")) for name in inner)
        is_ours = any(file.is_relative_to(place) for place in ours)
        return file.suffix in READ and not hidden and not is_ours

    every = changes(*homes, watch_filter=is_read, yield_on_timeout=True, rust_timeout=SOON_MS)
    seen = _states(files)

    def found() -> Iterator[list[str]]:
        """Look at files one by one: the folders that they lie in may hold anything."""
        nonlocal seen
        for saved in every:
            before, seen = seen, _states(files)
            others = (str(path) for path in files if seen[path] != before[path])
            yield sorted({path for _, path in saved}.union(others))

    return (saved for at, saved in enumerate(found()) if saved or not at)


def _states(files: Sequence[Path]) -> dict[Path, tuple[int, ...]]:
    """Return what tells each file from what it was before it was saved; nothing if it is gone."""
    found = {}
    for path in files:
        with suppress(OSError):
            told = path.stat()
            found[path] = (told.st_mtime_ns, told.st_size, told.st_ino)
    return {path: found.get(path, ()) for path in files}


def _below(folder: Path, file: Path) -> tuple[str, ...]:
    """Return the names that lead from a folder to a file in it; none if it lies elsewhere."""
    return file.relative_to(folder).parts if file.is_relative_to(folder) else ()


def _built(build: Callable[[], int]) -> int | None:
    """Build in a process of its own, and return its exit code."""
    process = _process(build)
    # the key that ends the watch reaches both, and the word is this one's
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process.start()
    signal.signal(signal.SIGINT, heard)
    try:
        process.join()
    except KeyboardInterrupt:
        process.terminate()
        process.join()
        raise
    return process.exitcode


if sys.platform == "win32":

    def _process(build: Callable[[], int]) -> BaseProcess:
        return multiprocessing.get_context("spawn").Process(target=_end, args=(build,))

else:

    def _process(build: Callable[[], int]) -> BaseProcess:
        """Return a process that has imported what takes longest, and none of the toolkit's own."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["geopandas"])
        return context.Process(target=_end, args=(build,))


def _end(build: Callable[[], int]) -> None:
    sys.exit(build())
