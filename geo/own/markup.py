"""KML and GPX as drivers do not read them: positions that are none, and data under any names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from xml.parsers import expat

from geo.errors import clipped
from geo.model.text import clean
from geo.own.cells import unique
from geo.own.columns import WrongCellError, mark_of_decimals, values_of

ROW = "geo_own_row"
"""The field that tells of a feature which of the extension data are its own."""
_OF_KML, _OF_GPX = "ExtendedData", "extensions"
_DATA = {
    **dict.fromkeys(("GroundOverlay", "Placemark"), _OF_KML),
    **dict.fromkeys(("rte", "trk", "wpt"), _OF_GPX),
}
"""What holds the extension data of each kind of features."""
_DAYS = ("TimeSpan", "TimeStamp")
"""What KML has of days; drivers read no years, and months as their first days."""
_UNREAD = ("address", "phoneNumber")
"""What else KML has, and no driver reads."""
_LINK = "NetworkLink"
_NOT_READ = (_LINK, "PhotoOverlay", "ScreenOverlay", "Tour")
"""Features of KML that no driver reads."""
_VERTICES = ("rtept", "trkpt")
_ALONG = (*_VERTICES, "Track")
"""What tells something of each position of a line."""
_IN = ("Folder", "Folder")
"""The title of what names the folders of a feature."""
_OF_SHAPES = ("altitudeMode", "coord", "extrude", "tessellate")
"""What of that is drawn, or says how a globe does it."""
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_PLACE = rf"{_NUMBER}\s*,\s*{_NUMBER}(?:\s*,\s*(?:{_NUMBER}|NaN))?"
_PLACES = re.compile(rf"{_PLACE}(?:\s+{_PLACE})*,?", re.ASCII | re.IGNORECASE)
"""Positions in KML, each with its height or without."""
_DEGREES = re.compile(rf"\s*{_NUMBER}\s*", re.ASCII)

Told = Mapping[tuple[str, str], str]
"""What a feature tells, by the kind of the element that holds it, and title."""


def take_out(content: bytes) -> tuple[bytes, list[Told], list[str]]:
    """Return a file with a number for each feature in place of its extension data, and all these.

    Drivers make these data fields beside their own, which may be called alike but for capitals:
    then one takes the place of the other. They read but the last of several that are called alike,
    and nothing that stands within others. Points without positions are taken out too: to drivers
    they lie at 0, 0. What stands side by side at the top of KML is put in one document, or else
    they leave some of it out. Of what is left out besides it is returned in words what it is.

    Raises
    ------
    ValueError
        If a position is none: drivers read what looks like one.
    """
    root = _tree(content)
    elements = _by_kind(root)
    for kind in ("coordinates", "wpt", *_VERTICES):
        for element in elements[kind]:
            _check_position(element, kind)
    notes = [*_left_out(elements)]
    nowhere = {*filter(_is_nowhere, elements["Point"])}
    for element in (*elements["Placemark"], *elements["MultiGeometry"]) if nowhere else ():
        _remove(element, *(each for each in element if each in nowhere))
    for kind in _VERTICES:
        for element in elements[kind]:
            del element[:]  # they are drawn, and tell nothing
    for element in elements["Document"]:
        _remove(element, *_children(element, "Schema"))  # drivers know no fields beside its own
    told, folders = list[Told](), _folders(elements)
    for kind in _DATA:
        for element in elements[kind]:
            own = _told(element, kind)
            told.append({_IN: folders[element], **own} if element in folders else own)
            _number(element, kind, len(told) - 1)
    _put_in_one(root)
    return ET.tostring(root, encoding="unicode").encode(), told, notes


def with_linked(name: str, documents: dict[str, bytes]) -> bytes:
    """Take a document of KML from an archive, with those in it that it links to.

    Each is a folder of it, called as the link and the document are.

    Raises
    ------
    ValueError
        If one of them cannot be read, with its name.
    """
    if len(documents) == 1:
        return documents.pop(name)
    return ET.tostring(_linked(name, documents), encoding="unicode").encode()


def columns_of(
    rows: Sequence[Told], taken: Collection[str]
) -> tuple[dict[str, list[object]], list[str]]:
    """Return what rows tell, by titles not taken, and in words which numbers nobody can read.

    Numbers, and what is true or false, are such if all of their column is, as in a table.
    """
    titles = dict.fromkeys(title for told in rows for title in told)
    texts: dict[str, list[str]] = {}
    for title in titles:
        free = unique(title[1], [*taken, *texts], "_")
        texts[free] = [told.get(title, "") for told in rows]
    mark = mark_of_decimals((), texts.values())
    columns: dict[str, list[object]] = {}
    notes = []
    for free, cells in texts.items():
        try:
            columns[free] = values_of(cells, mark)
        except WrongCellError as error:
            columns[free] = [cell or None for cell in cells]
            notes.append(f"numbers stay texts in {free!r}: {error.cell!r}, expected {error}")
    return columns, notes


def _tree(content: bytes) -> ET.Element:
    """Return the elements of a file; those of the kind that the root is of without a prefix.

    Drivers may not know these. Others are as they are written, even unexplained ones.
    """
    builder, parser = ET.TreeBuilder(), expat.ParserCreate()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.Parse(content, True)  # noqa: FBT003 - it has no name
    root = builder.close()
    if space := root.get(f"xmlns:{root.tag.rpartition(':')[0]}".removesuffix(":")):
        same = {key.removeprefix("xmlns:") for key, told in root.items() if told == space}
        for element in root.iter():
            prefix, _, plain = element.tag.rpartition(":")
            element.tag = plain if prefix in same else element.tag
        root.set("xmlns", space)
    return root


def _linked(name: str, documents: dict[str, bytes]) -> ET.Element:
    try:
        root = _tree(documents.pop(name))
    except expat.ExpatError as error:
        raise ValueError(f"{name}: {error}") from None
    for link in [each for each in root.iter() if _plain(each) == _LINK]:
        hrefs = [_text(each) for each in link.iter() if _plain(each) == "href"]
        target = normpath(join(dirname(name), unquote("".join(hrefs[:1]))))
        if target not in documents:
            continue
        within = _linked(target, documents)
        link.tag = "Folder"
        link.attrib |= within.attrib  # what its prefixes mean
        parts = _children(within, "Document") or [within]
        link[:] = [*_children(link, "name"), *(each for part in parts for each in part)]
    return root


def _by_kind(root: ET.Element) -> defaultdict[str, list[ET.Element]]:
    """Return all elements of a file, by what they are called without their prefixes."""
    tagged: dict[str, list[ET.Element]] = {}
    for element in root.iter():
        tagged.setdefault(element.tag, []).append(element)
    found = defaultdict[str, list[ET.Element]](list)
    for elements in tagged.values():
        found[_plain(elements[0])] += elements
    return found


def _left_out(elements: Mapping[str, list[ET.Element]]) -> Iterator[str]:
    """Yield in words what is there and not read."""
    if unread := [kind for kind in _NOT_READ if elements.get(kind)]:
        yield f"left out, not read by the driver: {', '.join(unread)}"
    along = (element for kind in _ALONG for element in elements.get(kind, ()))
    told = {_plain(each) for element in along for each in element} - {*_OF_SHAPES}
    if told:
        yield f"left out of the points of tracks and routes: {', '.join(sorted(told))}"


def _folders(elements: Mapping[str, list[ET.Element]]) -> dict[ET.Element, str]:
    """Return the names of the folders that a feature is in; of none if all are in the same."""
    within = dict[ET.Element, str]()
    for folder in elements["Folder"]:  # the outer ones come first
        names = [within.get(folder), *map(_text, _children(folder, "name"))]
        within |= dict.fromkeys(folder.iter(), " / ".join(filter(None, names)))
    features = [each for kind in _DATA for each in elements[kind]]
    told = {each: within[each] for each in features if within.get(each)}
    return told if len({told.get(each) for each in features}) > 1 else {}


def _told(feature: ET.Element, kind: str) -> Told:
    """Return what a feature tells that is not left to drivers, texts of one title as one.

    Its extension data are taken out.
    """
    texts: dict[tuple[str, str], list[str]] = {}
    for title, text in _texts(feature, kind):
        texts.setdefault(title, []).append(text)
    return {title: ", ".join(dict.fromkeys(each)) for title, each in texts.items()}


def _texts(feature: ET.Element, kind: str) -> Iterator[tuple[tuple[str, str], str]]:
    for child in [*feature]:
        holder = _plain(child)
        if holder in (_DATA[kind], *_DAYS):
            for title, text in _leaves(child):
                yield (holder, "timestamp" if holder == "TimeStamp" else title), text
            feature.remove(child)
        elif holder in _UNREAD and (text := _text(child)):
            yield (holder, holder), text


def _leaves(data: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield the texts of extension data by title, however deep they stand."""
    for child in data:
        values = [each for each in child if _plain(each) == "value"]
        if len(child) and not values and "name" not in child.attrib:
            yield from _leaves(child)
            continue
        title = child.get("name", child.tag.replace(":", "_"))
        yield from ((title, text) for each in values or [child] if (text := _text(each)))


def _text(element: ET.Element) -> str:
    return clean("".join(element.itertext()))


def _check_position(element: ET.Element, kind: str) -> None:
    """Refuse a position that is none."""
    if kind == "coordinates":
        text = _text(element)
        if text and not _PLACES.fullmatch(text):
            raise ValueError(f"{kind} {clipped(text)!r}, expected lon,lat or lon,lat,height")
        return
    lat, lon = element.get("lat", ""), element.get("lon", "")
    if not (_DEGREES.fullmatch(lat) and _DEGREES.fullmatch(lon)):
        raise ValueError(f"{kind} at lat {clipped(lat)!r}, lon {clipped(lon)!r}")


def _is_nowhere(point: ET.Element) -> bool:
    """Tell whether a point has no position."""
    return not any(map(_text, _children(point, "coordinates")))


def _children(element: ET.Element, *kinds: str) -> list[ET.Element]:
    return [each for each in element if _plain(each) in kinds]


def _remove(element: ET.Element, *children: ET.Element) -> None:
    for each in children:
        element.remove(each)


def _put_in_one(root: ET.Element) -> None:
    if _plain(root) == "kml" and len(root) > 1:
        document = ET.Element("Document")
        document[:], root[:] = root[:], [document]


def _number(feature: ET.Element, kind: str, number: int) -> None:
    """Give a feature a number that drivers read as a field of it."""
    data, field = ET.SubElement(feature, _DATA[kind]), ROW
    if _DATA[kind] == _OF_KML:
        data, field = ET.SubElement(data, "Data", name=ROW), "value"
    ET.SubElement(data, field).text = str(number)


def _plain(element: ET.Element) -> str:
    """Return what an element is called without its prefix."""
    return element.tag.rpartition(":")[2]
