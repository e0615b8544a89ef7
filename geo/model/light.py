"""How much light a colour is."""

from __future__ import annotations

Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    """Return how much red, green and blue light `#rrggbb` is, from 0 to 1."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    )
    return red, green, blue


def luminance(colour: str) -> float:
    """Return how light a colour is without its hue, after WCAG."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
