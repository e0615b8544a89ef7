"""From facts to the published layers and tables."""
