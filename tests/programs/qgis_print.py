"""Print the sheets of a project in QGIS without a screen, and say what is on each.

Run by the system's Python: `qgis_print.py PROJECT FOLDER LAYER:ID...`. Prints JSON, by name of the
sheet, with the names that its map has for some features.
"""

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsProject,
)


def box(item):
    """Return left, top, width and height of a part of a sheet in mm."""
    where, size = item.scenePos(), item.rect()
    return [where.x(), where.y(), size.width(), size.height()]


def told(legend):
    """Return what a legend tells: of each group its title, its rows, and its notes."""
    model, groups = legend.model(), []
    for group in model.rootGroup().findGroups():
        rows, notes = [], []
        for layer in group.findLayers():
            nodes = model.layerLegendNodes(layer)
            rows += [node.data(0) for node in nodes]
            notes += [layer.customProperty("legend/title-label")] if not nodes else []
        groups.append([group.name(), rows, notes])
    return groups


def name(project, chart, layer, row):
    """Return how a map writes the name of a feature."""
    (found,) = (
        each for each in project.mapLayers().values() if each.id().rstrip("_").endswith(f"_{layer}")
    )
    feature = next(each for each in found.getFeatures() if each["id"] == row)
    context = chart.createExpressionContext()
    context.setFeature(feature)
    context.setFields(found.fields())
    *_, rule = found.labeling().rootRule().children()
    return QgsExpression(rule.settings().fieldName).evaluate(context)


def about(sheet, picture, named):
    """Print a sheet, and return what is on it."""
    items = {}
    for item in sheet.items():
        items.setdefault(type(item).__name__, []).append(item)
    legends = items[QgsLayoutItemLegend.__name__]
    (chart,) = items[QgsLayoutItemMap.__name__]
    (bar,) = items[QgsLayoutItemScaleBar.__name__]
    for legend in legends:
        legend.adjustBoxSize()
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 100
    done = QgsLayoutExporter(sheet).exportToImage(picture, settings)
    page = sheet.pageCollection().page(0).pageSize()
    extent = chart.extent()
    return {
        "done": done == QgsLayoutExporter.Success,
        "page": [page.width(), page.height()],
        "texts": [item.currentText() for item in items[QgsLayoutItemLabel.__name__]],
        "extent": [getattr(extent, f"{side}imum")() for side in ("xMin", "yMin", "xMax", "yMax")],
        "frame": box(chart),
        "chart_scale": chart.scale(),
        "crs": chart.crs().toProj(),
        "legends": {legend.id(): told(legend) for legend in legends},
        "boxes": {
            item.id(): box(item) for kind in items.values() for item in kind if hasattr(item, "id")
        },
        "names": [name(QgsProject.instance(), chart, *each) for each in named],
        "scale": [bar.unitLabel(), bar.unitsPerSegment()],
    }


def main(path, folder, *named):
    """Print what is on each sheet, and write it as a picture that bears its name."""
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    if not project.read(path):
        raise SystemExit(project.error())
    found = {}
    for sheet in project.layoutManager().printLayouts():
        picture = str(Path(folder, f"{sheet.name()}.png"))
        found[sheet.name()] = about(sheet, picture, [each.split(":") for each in named])
    print(json.dumps(found))


main(*sys.argv[1:])
