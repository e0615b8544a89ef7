"""One symbology for page, plates and pack: theme, signs, strokes, words."""
