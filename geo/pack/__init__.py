"""The GIS pack: the published layers in the formats that GIS, databases and spreadsheets like."""
