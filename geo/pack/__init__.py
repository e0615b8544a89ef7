"""The GIS pack: the published layers in the formats that GIS, databases and spreadsheets like."""

from geo.pack.write import check_target, guard_target, pack_changes, write_pack

__all__ = ["check_target", "guard_target", "pack_changes", "write_pack"]
