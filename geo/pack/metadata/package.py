"""What all kinds of metadata ask of the resources of a data package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

Resource = Mapping[str, Any]


def is_data(resource: Resource) -> bool:
    """Tell whether a file holds layers or tables, and not what is to be known of them."""
    return bool(resource.get("holds"))


def data_resources(package: Mapping[str, Any]) -> list[Resource]:
    """Return the files that hold layers or tables."""
    return [resource for resource in package["resources"] if is_data(resource)]


def resources_of(layer: str, package: Mapping[str, Any]) -> list[Resource]:
    """Return the files that hold one layer and nothing else."""
    return [each for each in package["resources"] if each.get("holds") == [layer]]


def address(resource: Resource) -> str:
    """Return where a file lies in the pack, as a relative address."""
    return quote(resource["path"])


def sha256(resource: Resource) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    return str(resource["hash"]).removeprefix("sha256:")
