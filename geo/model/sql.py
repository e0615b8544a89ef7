"""Words of SQL that no column or layer may be called: a database would want them in quotes."""

from __future__ import annotations

_KEPT = """
add all alter analyse analyze and anti any array as asc asof asymmetric at authorization
autoincrement between binary both by case cast check collate collation column columns commit
concurrently constraint create cross current_catalog current_date current_role current_schema
current_time current_timestamp current_user default deferrable delete desc describe distinct do
drop else end escape except exists false fetch for foreign freeze from full generated glob grant
group having ilike in index initially inner insert intersect into is isnull join lambda lateral
leading left like limit localtime localtimestamp map natural not nothing notnull null offset on
only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary qualify
raise references returning right select semi session_user set show similar some struct summarize
symmetric system_user table tablesample then to trailing transaction true try_cast union unique
unpack unpivot update user using values variadic verbose when where window with
"""
WORDS = frozenset(_KEPT.split())
"""The words that PostgreSQL, SQLite or DuckDB keep for themselves."""
