"""KML and GPX: nothing takes the place of another, and what has no position is nowhere."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from geo.api import Atlas
from geo.errors import LayerError
from geo.own.files import read_layer
from geo.own.join import join

KML = "http://www.opengis.net/kml/2.2"
GPX = "http://www.topografix.com/GPX/1/1"
LON, LAT = -16.0, -32.0
"""Where the toy lies."""


def written(path: Path, *features: str, head: str = "") -> Path:
    """Write features, each as what it tells, to a file of KML or GPX."""
    if path.suffix == ".kml":
        at = f"<Point><coordinates>{LON},{LAT}</coordinates></Point>"
        told = "".join(f"<Placemark>{each}{at}</Placemark>" for each in features)
        text = f'<kml xmlns="{KML}"><Document>{head}{told}</Document></kml>'
    else:
        told = "".join(f'<wpt lon="{LON}" lat="{LAT}">{each}</wpt>' for each in features)
        text = f'<gpx version="1.1" creator="me" xmlns="{GPX}">{told}</gpx>'
    path.write_text(text, "utf-8")
    return path


def data(*pairs: tuple[str, object]) -> str:
    listed = (f'<Data name="{name}"><value>{value}</value></Data>' for name, value in pairs)
    return f"<ExtendedData>{''.join(listed)}</ExtendedData>"


def cells(path: Path) -> dict[str, list[Any]]:
    return {title: each.values for title, each in read_layer(str(path)).cells.items()}


def test_no_field_of_kml_takes_the_place_of_another(toy: Atlas, tmp_path: Path) -> None:
    names = ("Name", "NAME", "name", "Description", "timestamp", "begin", "geometry", "address")
    pairs = [*((name, f"my {name}") for name in names), ("a", "1"), ("A", "2"), ("a", "3")]
    own = "<name>N</name><description>D</description><address>Osh</address>"
    own += "<TimeStamp><when>2020</when></TimeStamp>"
    path = written(tmp_path / "mine.kml", own + data(*pairs))
    assert {title: value for title, (value,) in cells(path).items()} == {
        "Name": "N",
        "description": "D",
        "address": "Osh",
        "timestamp": 2020,
        "Name_2": "my Name",
        "NAME": "my NAME",
        "name": "my name",
        "Description": "my Description",
        "timestamp_2": "my timestamp",
        "begin": "my begin",
        "geometry_2": "my geometry",
        "address_2": "my address",
        "a": "1, 3",
        "A": 2,
    }
    assert [*join(toy, read_layer(str(path)))[0].layers["mine"]["name"]] == ["N"]


def test_a_schema_of_kml_hides_no_field(tmp_path: Path) -> None:
    fields = "".join(f'<SimpleField type="string" name="{name}"/>' for name in ("Name", "code"))
    data = "".join(
        f'<SimpleData name="{name}">{value}</SimpleData>'
        for name, value in (("Name", "mine"), ("code", "007"), ("more", "true"))
    )
    told = f'<SchemaData schemaUrl="#s">{data}</SchemaData><c:camp xmlns:c="c">14</c:camp>'
    own = '<name>N</name><Snippet maxLines="0"></Snippet><address>Osh</address>'
    feature = f"{own}<ExtendedData>{told}</ExtendedData>"
    head = f'<Schema name="s" id="s">{fields}</Schema>'
    assert cells(written(tmp_path / "mine.kml", feature, head=head)) == {
        "Name": ["N"],
        "address": ["Osh"],
        "Name_2": ["mine"],
        "code": ["007"],
        "more": [True],
        "c_camp": [14],
    }


def test_extensions_of_gpx_are_kept_however_deep_they_stand(tmp_path: Path) -> None:
    told = "<name>mine</name><Name>Mine</Name><e:in><e:hr>90</e:hr><e:code>007</e:code></e:in>"
    names = "<name>A</name>", "<name>B</name>"
    path = written(tmp_path / "mine.gpx", f"{names[0]}<extensions>{told}</extensions>", names[1])
    assert cells(path) == {
        "name": ["A", "B"],
        "name_2": ["mine", None],
        "Name": ["Mine", None],
        "e_hr": [90, None],
        "e_code": ["007", None],
    }


@pytest.mark.parametrize("end", ["kml", "gpx"])
@pytest.mark.parametrize(
    ("texts", "type_", "values"),
    [
        (["1200", "3", "-"], "integer", [1200, 3, None]),
        (["1,500.5", "7", ""], "number", [1500.5, 7.0, None]),
        (["1,5", "2,25", "3"], "number", [1.5, 2.25, 3.0]),
        (["007", "008", "9"], "text", ["007", "008", "9"]),
        (["true", "False", ""], "boolean", [True, False, None]),
        (["2020-01-31", "2021-01-31", ""], "date", ["2020-01-31", "2021-01-31", None]),
    ],
)
def test_texts_of_extension_data_are_read_as_those_of_tables(
    tmp_path: Path, end: str, texts: list[str], type_: str, values: list[object]
) -> None:
    inside = [
        data(("n", each)) if end == "kml" else f"<extensions><n>{each}</n></extensions>"
        for each in texts
    ]
    layer = read_layer(str(written(tmp_path / f"mine.{end}", *inside)), column="n")
    assert (layer.cells["n"].type, layer.cells["n"].values) == (type_, values)
    assert layer.notes == []


def test_what_drivers_leave_out_is_told(tmp_path: Path) -> None:
    links = "".join(f'<link href="https://example.org/{each}"/>' for each in range(3))
    for count, features in enumerate([[], [links]]):
        layer = read_layer(str(written(tmp_path / "mine.gpx", "<name>A</name>", *features)))
        assert len(layer.notes) == count
        assert all(note.startswith("said while it was read: GPX driver") for note in layer.notes)


def test_numbers_that_nobody_can_tell_stay_texts_and_that_is_told(tmp_path: Path) -> None:
    texts = ["1,500", "12,300", "950"]
    layer = read_layer(str(written(tmp_path / "mine.kml", *(data(("n", each)) for each in texts))))
    assert layer.cells["n"].values == texts
    assert layer.notes == [
        "numbers stay texts in 'n': '1,500', expected a number without marks of thousands (1500?)"
    ]


def test_a_folder_of_all_features_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.kml"
    spot = f"<Placemark><Point><coordinates>{LON},{LAT}</coordinates></Point></Placemark>"
    path.write_text(f'<kml xmlns="{KML}"><Folder><name>all</name>{spot}{spot}</Folder></kml>')
    assert "Folder" not in cells(path)


def test_extension_data_stay_with_their_features_in_all_folders(tmp_path: Path) -> None:
    at = f"<Point><coordinates>{LON},{LAT}</coordinates></Point>"
    named = [
        f"<Placemark><name>{name}</name>{told}{at}</Placemark>"
        for name, told in (("A", ""), ("B", data(("n", 2))), ("C", data(("n", 3))))
    ]
    path = tmp_path / "mine.kml"
    inner = f"<Folder><name>out</name>{named[1]}<Folder><name>in</name>{named[2]}</Folder></Folder>"
    path.write_text(f'<kml xmlns="{KML}"><Document>{named[0]}{inner}</Document></kml>', "utf-8")
    found = cells(path)
    assert dict(zip(found["Name"], found["n"], strict=True)) == {"A": None, "B": 2, "C": 3}
    told = {"A": None, "B": "out", "C": "out / in"}
    assert dict(zip(found["Name"], found["Folder"], strict=True)) == told
    within = read_layer(f"{path}#in").cells
    assert (within["Name"].values, within["n"].values) == (["C"], [3])


def test_days_of_kml_are_known_as_far_as_they_are_told(tmp_path: Path) -> None:
    told = ["2001", "2002-05", "2003-05-06", "2004-05-06T07:08:09Z"]
    spans = [
        f"<TimeSpan><begin>{each}</begin><end>{each}</end></TimeSpan>" if each in told[::2] else ""
        for each in told
    ]
    stamps = [f"<TimeStamp><when>{each}</when></TimeStamp>" for each in told]
    path = written(tmp_path / "mine.kml", *map("".join, zip(stamps, spans, strict=True)))
    layer = read_layer(str(path), time="timestamp")
    assert [known for _, _, (known, _) in layer.days] == ["year", "month", "day", "day"]
    assert [str(first) for first, _, _ in layer.days] == [
        "2001-01-01",
        "2002-05-01",
        "2003-05-06",
        "2004-05-06",
    ]
    days = [("2001-01-01", "2001-12-31"), ("2003-05-06", "2003-05-06")]
    spanned = read_layer(str(path), time=["begin", "end"])
    assert [(str(first), str(last)) for first, last, _ in spanned.days] == days


def test_letters_and_prefixes_are_read_as_they_are_written(tmp_path: Path) -> None:
    path = written(tmp_path / "mine.gpx", "<name>Ош</name><extensions><q:a>1</q:a></extensions>")
    told = '<?xml version="1.0" encoding="windows-1251"?>' + path.read_text("utf-8")
    path.write_text(told, "cp1251")
    assert cells(path) == {"name": ["Ош"], "q_a": [1]}  # nobody says what q is
    path.write_text(told[:-20], "cp1251")
    with pytest.raises(LayerError, match=r"^mine\.gpx: expected a file that can be read"):
        read_layer(str(path))


@pytest.mark.parametrize("place", ["70 50", "70,5;50,5", "x,y", "70.5,50.5, 1,2", "70", "70,,0"])
def test_coordinates_of_kml_that_are_none_are_refused(tmp_path: Path, place: str) -> None:
    """Of which drivers read what looks like some, such as 70, 5."""
    path = tmp_path / "mine.kml"
    shape = f"<LineString><coordinates>1,1 {place} 2,2</coordinates></LineString>"
    path.write_text(f'<kml xmlns="{KML}"><Placemark>{shape}</Placemark></kml>', "utf-8")
    with pytest.raises(LayerError, match="expected lon,lat or lon,lat,height"):
        read_layer(str(path))


@pytest.mark.parametrize("place", ["-14 ,\n-32", "-14,-32,NaN", "-14,-3.2e1,5", "-14,-32,"])
def test_coordinates_of_kml_may_be_written_in_many_ways(tmp_path: Path, place: str) -> None:
    path = tmp_path / "mine.kml"
    shape = f"<LineString><coordinates>\t-16,-32\n{place} </coordinates></LineString>"
    path.write_text(f'<kml xmlns="{KML}"><Placemark>{shape}</Placemark></kml>', "utf-8")
    (line,) = read_layer(str(path)).parts["lines"].shapes
    assert [*line.coords] == [(-16, -32), (-14, -32)]


@pytest.mark.parametrize("place", ['lat="50,5" lon="70,5"', 'lat="50N" lon="70E"', 'lon="70"'])
@pytest.mark.parametrize("kind", ["wpt", "trkpt"])
def test_positions_of_gpx_that_are_none_are_refused(tmp_path: Path, kind: str, place: str) -> None:
    path = tmp_path / "mine.gpx"
    around = ("<trk><trkseg>", "</trkseg></trk>") if kind == "trkpt" else ("", "")
    points = f'<{kind} lat="1" lon="1"/><{kind} {place}/>'
    path.write_text(f'<gpx version="1.1" xmlns="{GPX}">{points.join(around)}</gpx>', "utf-8")
    with pytest.raises(LayerError, match=f"{kind} at lat"):
        read_layer(str(path))


def test_a_point_without_a_position_lies_nowhere(tmp_path: Path) -> None:
    """And not at 0, 0."""
    path = tmp_path / "mine.kml"
    right = "<Point><coordinates>\n -16 , -32,0\n</coordinates></Point>"
    empty = "<Point><altitudeMode>absolute</altitudeMode><coordinates> </coordinates></Point>"
    shapes = [right, empty, "<Point/>", f"<MultiGeometry>{empty}{right}</MultiGeometry>"]
    told = "".join(f"<Placemark>{each}</Placemark>" for each in shapes)
    path.write_text(f'<kml xmlns="{KML}"><Document>{told}</Document></kml>', "utf-8")
    layer = read_layer(str(path))
    assert {(shape.x, shape.y) for shape in layer.parts["points"].shapes} == {(LON, LAT)}
    assert layer.notes == ["left out without a geometry that can be drawn: 2 of 4 features"]


@pytest.mark.parametrize(
    "parts",
    [
        ("{}", "{}"),
        ("{}", "<Document>{}</Document>"),
        ("<Document>{}</Document>", "<Document>{}</Document>"),
        ("<Folder><name>a</name>{}</Folder>", "<Folder><name>a</name>{}</Folder>"),
    ],
)
def test_what_stands_side_by_side_in_kml_is_read_whole(
    parts: tuple[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "mine.kml"
    mark = "<Placemark><name>{}</name><Point><coordinates>-16,-32</coordinates></Point></Placemark>"
    told = "".join(part.format(mark.format(at)) for at, part in enumerate(parts))
    path.write_text(f'<kml xmlns="{KML}">{told}</kml>', "utf-8")
    assert sorted(cells(path)["Name"]) == ["0", "1"]


def test_features_that_a_driver_passes_over_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "mine.kml"
    mark = "<Placemark><Point><coordinates>-16,-32</coordinates></Point></Placemark>"
    update = f"<NetworkLinkControl><Update><Create>{mark}</Create></Update></NetworkLinkControl>"
    path.write_text(f'<kml xmlns="{KML}">{update}<Document>{mark}</Document></kml>', "utf-8")
    layer = read_layer(str(path))
    assert len(layer.rows) == 1
    assert layer.notes == ["left out, not read by the driver: 1 of 2 features"]


def test_what_the_points_of_tracks_tell_is_left_out_and_told(tmp_path: Path) -> None:
    path, told = tmp_path / "mine.gpx", "left out of the points of tracks and routes: "
    for inside, notes in (("", []), ("<time/><ele>1</ele><e:hr/>", [f"{told}ele, hr, time"])):
        ends = "".join(f'<trkpt lat="-32" lon="{lon}">{inside}</trkpt>' for lon in (-16, -15))
        track = f"<trk><trkseg>{ends}</trkseg></trk>"
        path.write_text(f'<gpx version="1.1" xmlns="{GPX}">{track}</gpx>', "utf-8")
        assert read_layer(str(path)).notes == notes
    path = tmp_path / "mine.kml"
    places = "".join(f"<when>2024</when><gx:coord>{lon} -32 0</gx:coord>" for lon in (-16, -15))
    track = f"<Placemark><gx:Track>{places}</gx:Track></Placemark>"
    gx = 'xmlns:gx="http://www.google.com/kml/ext/2.2"'
    path.write_text(f'<kml xmlns="{KML}" {gx}>{track}</kml>', "utf-8")
    assert read_layer(str(path)).notes == [f"{told}when"]


def test_features_of_kml_that_no_driver_reads_are_told(tmp_path: Path) -> None:
    link = "<NetworkLink><Link><href>more.kml</href></Link></NetworkLink>"
    layer = read_layer(str(written(tmp_path / "mine.kml", "", head=f"{link}<ScreenOverlay/>")))
    told = "left out, not read by the driver: NetworkLink, ScreenOverlay"
    assert layer.notes == [told]
    (tmp_path / "mine.kml").write_text(f'<kml xmlns="{KML}">{link}<ScreenOverlay/></kml>', "utf-8")
    with pytest.raises(LayerError, match=f"expected at least one feature; {told}"):
        read_layer(str(tmp_path / "mine.kml"))


def zipped(path: Path, **documents: Path) -> Path:
    """Write documents into an archive, each into a folder of its name."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__MACOSX/doc.kml", "no document")
        for name, document in documents.items():
            archive.write(document, f"{name}/{document.name}")
    return path


def test_of_an_archive_of_kml_the_first_document_is_read(tmp_path: Path) -> None:
    first = written(tmp_path / "doc.kml", f"<name>A</name>{data(('n', '1'))}", "<name>B</name>")
    other = written(tmp_path / "other.kml", "<name>C</name>")
    alone, two = zipped(tmp_path / "a.kmz", one=first), zipped(tmp_path / "b.KMZ", z=first, a=other)
    assert cells(alone) == cells(first)
    assert read_layer(str(alone)).name == "a"
    assert read_layer(str(alone)).notes == read_layer(str(first)).notes
    assert cells(two) == cells(first)
    assert (
        read_layer(str(two))
        .notes[-1]
        .endswith("not linked to by the first document of the archive: a/other.kml")
    )


def test_documents_that_an_archive_links_to_are_its_folders(tmp_path: Path) -> None:
    """As drivers write several layers; links are addresses, and one to itself adds nothing."""
    link = "<NetworkLink><Link><href>{}</href></Link></NetworkLink>".format
    plain = f'<kml xmlns="{KML}"><Document>{{}}</Document></kml>'
    names, place = ("north", "so uth", "lost"), f"<coordinates>{LON},{LAT}</coordinates>"
    targets = (
        "./north/doc.kml",
        "so%20uth/doc.kml",
        "far/doc.kml",
        "http://[lost/doc.kml",
    )
    path = tmp_path / "mine.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", plain.format("".join(map(link, targets))))
        for name in names:
            placemark = f"<Placemark>{data(('n', '7'))}<Point>{place}</Point></Placemark>"
            told = plain.format(f"<name>{name}</name>{link('doc.kml')}{placemark}")
            archive.writestr(f"{name}/doc.kml", told)
    layer = read_layer(str(path))
    assert layer.cells["Folder"].values == ["north", "so uth"]
    assert layer.cells["n"].values == [7, 7]
    assert layer.notes[-2:] == [
        "left out, not read by the driver: NetworkLink",
        "left out, not linked to by the first document of the archive: lost/doc.kml",
    ]


@pytest.mark.parametrize("outer", ["", "k:"])
@pytest.mark.parametrize("inner", ["", "k:"])
def test_prefixes_mean_the_same_in_all_documents(tmp_path: Path, outer: str, inner: str) -> None:
    link = f"<{outer}NetworkLink><{outer}href>b.kml</{outer}href></{outer}NetworkLink>"
    place = f"<{inner}coordinates>{LON},{LAT}</{inner}coordinates>"
    placemark = f"<{inner}Placemark><{inner}Point>{place}</{inner}Point></{inner}Placemark>"
    whole = f'<kml xmlns="{KML}" xmlns:k="{KML}">{{}}</kml>'
    linked = f'<{inner}kml xmlns{":k" * bool(inner)}="{KML}">{placemark}</{inner}kml>'
    path = tmp_path / "mine.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.kml", whole.format(f"<Document>{link}{placemark}</Document>"))
        archive.writestr("b.kml", linked)
    layer = read_layer(str(path))
    assert (len(layer.rows), layer.notes) == (2, [])


def test_the_broken_document_of_an_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.kml", "<kml><NetworkLink><href>b.kml</href></NetworkLink></kml>")
        archive.writestr("b.kml", "<kml>")
    with pytest.raises(LayerError, match=r"^mine\.kmz: expected .* \(b\.kml: no element found"):
        read_layer(str(path))


def test_an_archive_without_a_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayerError, match=r"^a\.kmz: expected a document of KML in this archive"):
        read_layer(str(zipped(tmp_path / "a.kmz")))
    (tmp_path / "b.kmz").write_text("no archive")
    with pytest.raises(LayerError, match=r"^b\.kmz: expected a file that can be read"):
        read_layer(str(tmp_path / "b.kmz"))
