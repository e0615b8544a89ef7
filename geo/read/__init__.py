"""From files as people write them to checked data."""
