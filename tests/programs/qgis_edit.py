"""Edit a GeoPackage in QGIS, then export all its layers as GeoJSON.

Run by the system's Python: `qgis_edit.py GEOPACKAGE FOLDER SEGMENT NAME LON LAT`. Renames the
segment and moves its second position.
"""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    edit,
)

LAYERS = ["republics", "countries", "borders", "instc", "ashgabat"]
LAYERS += ["places", "exercises", "dialogues"]


def main(geopackage, folder, segment, name, lon, lat):
    """Rename a segment, move its second position, export."""
    application = QgsApplication([], False)
    application.initQgis()
    for title in LAYERS:
        layer = QgsVectorLayer(f"{geopackage}|layername={title}", title, "ogr")
        if title == "instc":
            feature = next(layer.getFeatures(f"\"id\" = '{segment}'"))
            with edit(layer):
                layer.changeAttributeValue(feature.id(), layer.fields().indexOf("name"), name)
                layer.moveVertex(float(lon), float(lat), feature.id(), 1)
        export(layer, Path(folder, f"{title}.geojson"))


def export(layer, path):
    """Export a layer as its menu does."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GeoJSON"
    path.unlink(missing_ok=True)
    context = QgsProject.instance().transformContext()
    code, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), context, options
    )
    if code:
        raise SystemExit(message)


main(*sys.argv[1:])
