"""Say what the networks of a project show on some days, and where no time is chosen.

Run by the system's Python: `qgis_time.py PROJECT LAYERS DAY...`. Prints JSON.
"""

import json
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRenderedFeatureHandlerInterface,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt


class Watcher(QgsRenderedFeatureHandlerInterface):
    """Keeps what was really drawn: the status of each segment."""

    def __init__(self):
        super().__init__()
        self.drawn = {}

    def usedAttributes(self, layer, context):
        return {"segment", "status"}

    def handleRenderedFeature(self, feature, geometry, context):
        segment, status = feature["segment"], feature["status"]
        if self.drawn.setdefault(segment, status) != status:
            raise SystemExit(f"{segment} is drawn twice")


def drawn(project, layers, day):
    """Return the status of each segment that is drawn on a day, or without a time."""
    settings, watcher = QgsMapSettings(), Watcher()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(800, 500))
    settings.setExtent(project.viewSettings().defaultViewExtent().buffered(4e6))
    if day:
        hours = ("00:00:00", "23:59:59")
        ends = (QDateTime.fromString(f"{day}T{hour}", Qt.ISODate) for hour in hours)
        settings.setIsTemporal(True)
        settings.setTemporalRange(QgsDateTimeRange(*ends))
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.projectScope(project))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    settings.addRenderedFeatureHandler(watcher)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return watcher.drawn


def main(path, names, *days):
    """Print what is drawn."""
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    if not project.read(path):
        raise SystemExit(project.error())
    named = {layer.id().split("_", 1)[1]: layer for layer in project.mapLayers().values()}
    layers = [named[name] for name in names.split(",")]
    found = {day: drawn(project, layers, day) for day in days}
    print(json.dumps({**found, "now": drawn(project, layers, "")}))


main(*sys.argv[1:])
