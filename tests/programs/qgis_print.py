"""Print the sheet of a project in QGIS without a screen, and say what is on it.

Run by the system's Python: `qgis_print.py PROJECT PICTURE`. Prints JSON.
"""

import json
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsProject,
)

application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
project.read(sys.argv[1])
(sheet,) = project.layoutManager().printLayouts()
page = sheet.pageCollection().page(0).pageSize()
shown = {type(item).__name__: item for item in sheet.items() if hasattr(item, "id")}
chart = shown[QgsLayoutItemMap.__name__]
legend = shown[QgsLayoutItemLegend.__name__]
legend.adjustBoxSize()
settings = QgsLayoutExporter.ImageExportSettings()
settings.dpi = 100
done = QgsLayoutExporter(sheet).exportToImage(sys.argv[2], settings)
rect = legend.scenePos(), legend.rect()
print(
    json.dumps(
        {
            "done": done == QgsLayoutExporter.Success,
            "name": sheet.name(),
            "page": [page.width(), page.height()],
            "texts": {
                item.id(): item.currentText()
                for item in sheet.items()
                if isinstance(item, QgsLayoutItemLabel)
            },
            "extent": [
                getattr(chart.extent(), f"{side}imum")()
                for side in ("xMin", "yMin", "xMax", "yMax")
            ],
            "crs": chart.crs().toProj(),
            "legend": [layer.name() for layer in legend.model().rootGroup().findLayers()],
            "legend_box": [rect[0].x(), rect[0].y(), rect[1].width(), rect[1].height()],
            "scale": shown[QgsLayoutItemScaleBar.__name__].unitLabel(),
        }
    )
)
