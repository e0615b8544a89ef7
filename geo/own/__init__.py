"""Layers of a user's own: any frame or file, described as the layers of an atlas are."""
