"""Plates to print: the atlas and each partner as SVG, PNG and PDF. They need the extra `plates`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from geo.errors import MissingExtraError
from geo.model.atlas import Atlas

WHOLE = "atlas"
"""What the files of the plate of the whole atlas are called."""


def draw_plates(
    atlas: Atlas,
    *,
    worldview: str = "",
    language: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, bytes]:
    """Draw all plates: the whole atlas on A3, and each partner country on A4, if it has any.

    Parameters
    ----------
    atlas
        What to draw; its layers may be empty.
    worldview
        Whose borders to draw: one of the views of the atlas, by default its first.
    language
        In which language: one of those of the atlas, by default its first.
    say
        Is told each step, and in the end which scripts are boxes in PNG and PDF, if any are.

    Returns
    -------
    dict
        Contents by file name: `atlas.svg`, `atlas.png`, `atlas.pdf`, and so on for the id of each
        partner. The same atlas gives the same bytes.

    Raises
    ------
    ViewError
        If the atlas has no such view or language.
    MissingExtraError
        If matplotlib or a font is not installed.
    """
    require_extra()
    from geo.plates.export import export, settings  # noqa: PLC0415 - here, for these take matplotlib
    from geo.plates.partner import partner_plate  # noqa: PLC0415
    from geo.plates.whole import whole_plate  # noqa: PLC0415
    from geo.read.content import content_of  # noqa: PLC0415

    content = content_of(atlas, worldview, language)
    makers = {WHOLE: partial(whole_plate, content)} | {
        partner.id: partial(partner_plate, content, partner) for partner in content.partners
    }
    files: dict[str, bytes] = {}
    boxes: set[str] = set()
    with settings():
        for name, make in makers.items():
            say(f"drawing the plate {name}")
            plate = make()
            boxes |= set(plate.sheet.boxes)
            exported = export(plate.sheet, plate.title)
            files |= {f"{name}.{suffix}": data for suffix, data in exported.items()}
    if boxes:
        say(f"no face has the letters of {', '.join(sorted(boxes))}: boxes in PNG and PDF")
    return files


def require_extra() -> None:
    """Make sure that what the plates need is installed.

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
        raise MissingExtraError("plates") from error
