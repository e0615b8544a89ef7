"""Firefox as Debian ships it, driven by WebDriver BiDi, the protocol that it speaks by itself."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser.waiting import PATIENCE_S

OPTIONS = ["--headless", "--no-remote", "--remote-debugging-port", "0"]


class Firefox:
    """One page of a running Firefox, and what it complained about."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._sent = 0
        self.complaints: list[str] = []
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["log.entryAdded"])
        self._context = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str, width: int, height: int) -> None:
        """Open an address in a window of this size and wait until it is loaded."""
        size = {"width": width, "height": height}
        self._call("browsingContext.setViewport", context=self._context, viewport=size)
        self._call("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page says
        """Return the plain value of an expression in the page."""
        target = {"context": self._context}
        answer = self._call(
            "script.evaluate", expression=expression, target=target, awaitPromise=True
        )
        return answer["result"].get("value")

    def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._sent += 1
        message = {"id": self._sent, "method": method, "params": parameters}
        self._connection.send(json.dumps(message))
        while True:
            answer = json.loads(self._connection.recv(timeout=PATIENCE_S))
            if answer.get("method") == "log.entryAdded":
                self.complaints.append(str(answer["params"]["text"]))
            if answer.get("id") == self._sent:
                assert answer["type"] == "success", answer
                result: dict[str, Any] = answer["result"]
                return result


@contextmanager
def started_firefox(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with a new profile, and stop it in the end."""
    command = ["firefox-esr", *OPTIONS, "--profile", str(profile)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            address = next(
                found[0] for line in process.stderr if (found := re.search(r"ws://\S+", line))
            )
            with connect(f"{address}/session", max_size=None) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
