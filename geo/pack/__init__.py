"""The GIS pack: the published layers in the formats that GIS, databases and spreadsheets like."""

from geo.pack.folder import check_target
from geo.pack.write import pack_changes, write_pack

__all__ = ["check_target", "pack_changes", "write_pack"]
