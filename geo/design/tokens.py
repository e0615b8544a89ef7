"""Files of the design: the theme, signs, settings of the map, and words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DESIGN = Path(__file__).parent


def read_design(name: str) -> dict[str, Any]:
    """Return a JSON file of the design, `theme.json` for one."""
    table: dict[str, Any] = json.loads((DESIGN / name).read_text("utf-8"))
    return table
