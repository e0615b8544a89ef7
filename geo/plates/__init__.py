"""Static figures: the plates of the atlas as SVG, PNG and PDF. They need the extra `figures`."""

from __future__ import annotations

from collections.abc import Callable

from geo.errors import MissingExtraError
from geo.model.atlas import Atlas
from geo.read.facts import edition_of


def draw_plates(
    atlas: Atlas,
    *,
    worldview: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, bytes]:
    """Draw all plates: the atlas on A3, and each republic on A4.

    Parameters
    ----------
    atlas
        What to draw.
    worldview
        Whose borders to draw: one of the views of the atlas, by default its first.
    say
        Is told the name of each plate before it is drawn.

    Returns
    -------
    dict
        Contents by file name: `atlas.svg`, `atlas.png`, `atlas.pdf`, `kaz.svg` and so on. The same
        layers and versions give the same bytes.

    Raises
    ------
    MissingExtraError
        If matplotlib or a font is not installed.
    """
    require_extra()
    from geo.plates.atlas import atlas_plate  # noqa: PLC0415 - here, for these take matplotlib
    from geo.plates.export import export, settings  # noqa: PLC0415
    from geo.plates.republic import republic_plate  # noqa: PLC0415

    layers, edition = atlas.layers, edition_of(atlas)
    worldview = worldview or atlas.spec.worldviews[0]
    files: dict[str, bytes] = {}
    with settings():
        for name in ("atlas", *layers["republics"]["id"]):
            say(name)
            plate = (
                atlas_plate(layers, edition, worldview)
                if name == "atlas"
                else republic_plate(layers, edition, worldview, name)
            )
            exported = export(plate.sheet, plate.title)
            files |= {f"{name}.{suffix}": data for suffix, data in exported.items()}
    return files


def require_extra() -> None:
    """Make sure that what the figures need is installed.

    Raises
    ------
    MissingExtraError
        If something is not; it says how to install it.
    """
    try:
        import font_source_sans_pro  # noqa: F401, PLC0415
        import font_source_serif_pro  # noqa: F401, PLC0415
        import fontTools  # noqa: F401, PLC0415
        import matplotlib as mpl  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtraError("figures") from error
