"""Shades of a hue that are told apart on both papers, by those who see no red or green too."""

from __future__ import annotations

import math

from geo.model.light import Triple, linear
from geo.model.spec import Hue

SHADES = ((-0.146, 0.155, 14), (0.081, 0.137, -53), (-0.147, -0.097, -43), (-0.064, 0.044, -28))
"""How shades differ from their hue: in lightness on light and on dark paper, and by an angle in
degrees; found by search, so that the nearest two are as far apart as can be, seen in any way."""
_TURN = 90
"""How much further on shades are that come after the last of these."""
_LIGHTNESS = (0.3, 0.88)
"""Darker or lighter, a shade would look like ink: it differs the other way then."""
_CHROMA_STEPS = 60
_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.793617785, -0.0040720468),
    (1.9779984951, -2.428592205, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.808675766),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.291485548),
)
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.707614701),
)
"""Oklab, after Björn Ottosson."""

_Matrix = tuple[Triple, Triple, Triple]


def shade(hue: Hue, number: int) -> Hue:
    """Return one of the shades of a hue, for light and for dark paper."""
    round_, which = divmod(number, len(SHADES))
    light, dark, angle = SHADES[which]
    first, second = hue
    turn = math.radians(angle + round_ * _TURN)
    return _moved(first, light, turn), _moved(second, dark, turn)


def blend(one: str, other: str, share: float) -> str:
    """Return the colour at a share of the way from one to another, as it looks."""
    first, last = oklab(linear(one)), oklab(linear(other))
    x, y, z = (a + share * (b - a) for a, b in zip(first, last, strict=True))
    return _shown(_light((x, y, z)))


def oklab(light: Triple) -> Triple:
    """Return how light a colour is, and its two opponent colours: as far apart as they look."""
    lms = _times(_TO_LMS, light)
    return _times(_TO_LAB, (math.cbrt(lms[0]), math.cbrt(lms[1]), math.cbrt(lms[2])))


def _moved(colour: str, lighter: float, turn: float) -> str:
    lightness, a, b = oklab(linear(colour))
    least, most = _LIGHTNESS
    lightness += lighter if least <= lightness + lighter <= most else -lighter
    chroma, angle = math.hypot(a, b), math.atan2(b, a) + turn
    found: Triple = (0.0, 0.0, 0.0)
    for step in range(_CHROMA_STEPS):  # paler, until a screen can show it
        pale = chroma * (1 - step / _CHROMA_STEPS)
        found = _light((lightness, pale * math.cos(angle), pale * math.sin(angle)))
        if all(-1e-4 <= part <= 1 + 1e-4 for part in found):
            break
    return _shown(found)


def _light(lab: Triple) -> Triple:
    """Return how much red, green and blue light a colour of Oklab is; a screen may lack it."""
    lms = _times(_FROM_LAB, lab)
    return _times(_FROM_LMS, (lms[0] ** 3, lms[1] ** 3, lms[2] ** 3))


def _shown(light: Triple) -> str:
    return "#" + "".join(f"{round(255 * _curved(part)):02x}" for part in light)


def _curved(light: float) -> float:
    part = min(1.0, max(0.0, light))
    return float(part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)


def _times(matrix: _Matrix, vector: Triple) -> Triple:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z
