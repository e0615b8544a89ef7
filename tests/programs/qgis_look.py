"""Open a project in QGIS without a screen, say what it holds, and draw it.

Run by the system's Python: `qgis_look.py PROJECT PICTURE`. Prints JSON.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsProperty,
    QgsRenderedFeatureHandlerInterface,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
from qgis.PyQt.QtGui import QImage


class Watcher(QgsRenderedFeatureHandlerInterface):
    """Keeps the features that were really drawn."""

    def __init__(self):
        super().__init__()
        self.drawn = set()

    def handleRenderedFeature(self, feature, geometry, context):
        self.drawn.add(feature.id())


def draw(project, layers, between=None, watcher=None):
    """Return the picture of some layers, 1600 x 1000, as the project opens."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setOutputSize(QSize(1600, 1000))
    settings.setExtent(project.viewSettings().defaultViewExtent())
    for flag in (QgsMapSettings.Antialiasing, QgsMapSettings.DrawLabeling):
        settings.setFlag(flag)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.projectScope(project))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    if between:
        days = (QDateTime.fromString(day, Qt.ISODate) for day in between)
        settings.setIsTemporal(True)
        settings.setTemporalRange(QgsDateTimeRange(*days))
    if watcher:
        settings.addRenderedFeatureHandler(watcher)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    if job.errors():
        raise SystemExit("; ".join(error.message for error in job.errors()))
    return job.renderedImage()


def drawn(project, layer, between=None):
    """Return how many features of a layer are drawn."""
    watcher = Watcher()
    draw(project, [layer], between, watcher)
    return len(watcher.drawn)


def expressions(layer):
    """Yield every expression of the style of a layer."""
    for rule in layer.renderer().rootRule().children():
        yield rule.filterExpression()
        for part in rule.symbol().symbolLayers():
            defined = part.dataDefinedProperties().property(QgsSymbolLayer.PropertyOffset)
            if defined.propertyType() == QgsProperty.ExpressionBasedProperty:
                yield defined.expressionString()
    for rule in layer.labeling().rootRule().children():
        yield rule.filterExpression()
        yield rule.settings().fieldName


def faults(layer):
    """Return what is wrong with the expressions of a layer."""
    found = []
    for text in filter(None, expressions(layer)):
        expression = QgsExpression(text)
        unknown = expression.referencedColumns() - set(layer.fields().names())
        if expression.hasParserError() or unknown:
            found.append(f"{text}: {expression.parserErrorString()} {sorted(unknown)}")
    return found


def tip(layer, feature):
    """Return what is told of a feature under the pointer."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


def about(project, layer):
    """Return what QGIS knows of a layer, and how many features it draws."""
    fields = layer.fields().names()
    box = layer.extent()
    alone = QgsVectorLayer(layer.source(), "", "ogr")
    km = sum(feature["len_km"] for feature in layer.getFeatures()) if "len_km" in fields else None
    return {
        "valid": layer.isValid(),
        "title": layer.name(),
        "count": layer.featureCount(),
        "bounds": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
        "km": km,
        "faults": faults(layer),
        "drawn": drawn(project, layer),
        "alone": alone.renderer().type(),
        "tips": [tip(layer, feature) for feature in layer.getFeatures()],
        "licences": layer.metadata().licenses(),
        "rights": layer.metadata().rights(),
        "group": project.layerTreeRoot().findLayer(layer.id()).parent().name(),
    }


def named(layer, name):
    """Return the feature of an id."""
    return next(feature for feature in layer.getFeatures() if feature["id"] == name)


def related(project, layer, name):
    """Return how many rows each relation lists in the form of a feature."""
    return {
        relation.id(): len(list(relation.getRelatedFeatures(named(layer, name))))
        for relation in project.relationManager().referencedRelations(layer)
    }


def pixels(image):
    """Return how many pixels have a colour, of the colours that are no mere mixtures."""
    image = image.convertToFormat(QImage.Format_RGB32)
    words = memoryview(image.bits().asstring(image.sizeInBytes())).cast("I")
    counts = Counter(words).most_common(400)
    return {f"#{word & 0xFFFFFF:06x}": count for word, count in counts}


def main(path, picture):
    """Print what the project holds, and write the picture of all of it."""
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    if not project.read(path):
        raise SystemExit(project.error())
    ordered = project.layerTreeRoot().layerOrder()
    layers = {layer.id().split("_", 1)[1]: layer for layer in ordered}
    tables = {name: layers.pop(name) for name in ("segments", "segment_periods")}
    found = {
        "title": project.metadata().title(),
        "abstract": project.metadata().abstract(),
        "proj": project.crs().toProj(),
        "layers": {name: about(project, layer) for name, layer in layers.items()},
        "tables": {name: about(project, layer) for name, layer in tables.items()},
    }
    relations = project.relationManager().relations().values()
    found["relations"] = {relation.id(): relation.isValid() for relation in relations}
    found["related"] = related(project, layers["exercises"], "kazind-2019")
    found["tip"] = tip(layers["exercises"], named(layers["exercises"], "kazind-2019"))
    image = draw(project, list(layers.values()))
    image.save(picture)
    found["pixels"] = pixels(image)
    year = ("2019-01-01T00:00:00", "2019-12-31T23:59:59")
    timed = ("exercises", "dialogues", "instc")
    found["in_2019"] = {name: drawn(project, layers[name], year) for name in timed}
    QgsExpressionContextUtils.setProjectVariable(project, "uttarapath_worldview", "india")
    viewed = ("borders", "countries")
    found["as_india"] = {name: drawn(project, layers[name]) for name in viewed}
    project.clear()
    inside = f"geopackage:{Path(path).with_suffix('.gpkg')}"
    storage = QgsApplication.projectStorageRegistry().projectStorageFromType("geopackage")
    (name,) = storage.listProjects(inside)
    found["inside"] = project.read(f"{inside}?projectName={name}") and {
        layer.id().split("_", 1)[1]: layer.isValid()
        for layer in project.mapLayers().values()
        if layer.isSpatial()
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
