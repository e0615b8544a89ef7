"""Open a project in QGIS without a screen, and say what each of its layers tells and draws.

Run by the system's Python: `qgis_layers.py PROJECT`. Prints JSON.
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayerTreeModel,
    QgsProject,
)
from qgis_look import drawn, faults, tip


def legend(project, layer):
    """Return what a legend says beside the symbols of a layer."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    root = project.layerTreeRoot()
    model = QgsLayerTreeModel(root)  # which owns the nodes
    nodes = model.layerLegendNodes(root.findLayer(layer.id()))
    return [node.evaluateLabel(context) for node in nodes]


def main(path):
    """Print what is told and drawn of each layer."""
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    if not project.read(path):
        raise SystemExit(project.error())
    found = {
        layer.id().split("_", 1)[1].rstrip("_"): {
            "title": layer.name(),
            "faults": faults(layer),
            "legend": legend(project, layer),
            "tips": [tip(layer, feature) for feature in layer.getFeatures()],
            "drawn": drawn(project, layer),
        }
        for layer in project.layerTreeRoot().layerOrder()
        if layer.isSpatial()
    }
    print(json.dumps(found))


main(*sys.argv[1:])
