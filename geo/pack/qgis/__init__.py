"""Styles and a project for QGIS, written without QGIS."""
