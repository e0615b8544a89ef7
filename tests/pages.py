"""What a page holds, read back as its script does."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import lz4.block

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BEGINS, ENDS = '<script type="application/json" id="atlas-data">', "</script>"


Part = list[tuple[float, float]]


def page_data(html: str) -> dict[str, Any]:
    """Return the data of a page, each layer with its shapes, each of which is a list of parts."""
    block = json.loads(html.partition(BEGINS)[2].partition(ENDS)[0])
    packed = lz4.block.decompress(base64.b64decode(block["packed"]))
    data: dict[str, Any] = json.loads(packed, object_hook=_in_full)
    for part, layers in block["shapes"].items():
        for name, shapes in layers.items():
            layer = data[part][name]
            if isinstance(shapes, str):
                layer["shapes"] = [[[point]] for point in unpack_points(shapes, layer["scale"])]
            elif "scale" in layer:
                layer["shapes"] = [unpack(text, layer["scale"]) for text in shapes]
            else:
                layer["shapes"] = join_edges(
                    block["edges"]["shapes"], shapes, block["edges"]["scale"]
                )
    return {**data, "relief": block["relief"]}


def _in_full(data: dict[str, Any]) -> object:
    """Return a column that is told in short as the list that it is."""
    if set(data) == {"stem", "start", "n"}:
        return [f"{data['stem']}{data['start'] + n}" for n in range(data["n"])]
    if set(data) == {"of", "n"}:
        return data["of"] * data["n"]
    return (
        [data["of"][n] for n in read_numbers(data["at"])[0]] if set(data) == {"of", "at"} else data
    )


def page_text(html: str) -> str:
    """Return a page with its data as plain JSON."""
    head, _, rest = html.partition(BEGINS)
    _, _, tail = rest.partition(ENDS)
    told = json.dumps(page_data(html), ensure_ascii=False, separators=(",", ":"))
    return head + BEGINS + told + ENDS + tail


def read_numbers(text: str) -> list[list[int]]:
    """Read packed numbers back, part by part."""
    parts: list[list[int]] = []
    for part in text.split("."):
        numbers, value, shift = [], 0, 0
        for character in part:
            digit = ALPHABET.index(character)
            value |= (digit & 31) << shift
            shift += 5
            if not digit & 32:
                numbers.append(value)
                value, shift = 0, 0
        parts.append(numbers)
    return parts


def signed(number: int) -> int:
    """Return what a number from 0 up stands for."""
    return -(number + 1) // 2 if number & 1 else number // 2


def unpack(text: str, steps: int) -> list[Part]:
    """Read a packed geometry back."""
    parts: list[Part] = []
    at = [0, 0]
    for part in read_numbers(text):
        numbers = list(map(signed, part))
        positions = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            at = [at[0] + dx, at[1] + dy]
            positions.append((at[0] / steps, at[1] / steps))
        parts.append(positions)
    return parts


def unpack_points(text: str, steps: int) -> Part:
    """Read packed points back."""
    return [(x / steps, y / steps) for x, y in struct.iter_unpack("<2i", base64.b64decode(text))]


def join_edges(edges: list[str], shapes: list[str], steps: int) -> list[list[Part]]:
    """Put shapes together from the edges that they name; rings come back to where they begin."""
    courses = [unpack(edge, steps)[0] for edge in edges]
    joined = []
    for shape in shapes:
        parts: list[Part] = []
        at = 0
        for numbers in read_numbers(shape):
            part: Part = []
            for number in numbers:
                at += signed(number >> 1)
                part = [*part[:-1], *(courses[at][::-1] if number & 1 else courses[at])]
            parts.append(part)
        joined.append(parts)
    return joined
