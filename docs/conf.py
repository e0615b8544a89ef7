"""How the site is made: the documents where they lie, the tour as it runs, the library's own words.

`python -m sphinx -W -c docs . site` builds it without the network, and no page of it asks for any.
"""

import json
import os
import re
import tomllib
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent
ATLAS = tomllib.loads((ROOT / "geo/uttarapath/atlas.toml").read_text("utf-8"))
THEME = json.loads((ROOT / "geo/design/theme.json").read_text("utf-8"))["colours"]
os.environ["PYTHONPATH"] = str(ROOT)  # the tour runs on this tree, whatever is installed

project = "Uttarapath"
author = copyright = "The Uttarapath developers"  # noqa: A001 - the name that Sphinx asks for
version = release = ATLAS["version"]
root_doc = "docs/index"
include_patterns = [
    "docs/**",
    "layers/README.md",
    "LICENSES/DATA.md",
    "examples/README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
]
exclude_patterns = [".*", "build", "geo", "site", "tests"]

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # they would come from elsewhere
default_role = "literal"  # docstrings mark code as Markdown does
autodoc_typehints = "description"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
suppress_warnings = ["misc.highlighting_failure"]  # tables as CSV, for which there is no colour

LOOK = {
    "color-brand-primary": "accent",
    "color-brand-content": "accent",
    "color-brand-visited": "accent",
    "color-foreground-primary": "ink",
    "color-foreground-secondary": "soft-ink",
    "color-foreground-muted": "soft-ink",
    "color-foreground-border": "hairline",
    "color-background-primary": "paper",
    "color-background-secondary": "land",
    "color-background-hover": "land",
    "color-background-border": "hairline",
    "color-inline-code-background": "land",
    "color-api-name": "accent",
    "color-api-pre-name": "soft-ink",
}
"""By variable of the theme, the colour of the map that it takes."""

html_theme = "furo"
html_theme_options = {
    f"{theme}_css_variables": {name: THEME[colour][n] for name, colour in LOOK.items()}
    for n, theme in enumerate(["light", "dark"])
}
html_title = f"Uttarapath {version}"
html_copy_source = False
html_show_search_summary = False  # it would be fetched, which a page that is a file may not
html_static_path = ["style.css"]
html_css_files = ["style.css"]
html_extra_path = ["root"]
if (ROOT / "map.html").exists():
    html_extra_path.append("../map.html")
    tags.add("map")  # type: ignore[name-defined]  # noqa: F821 - Sphinx puts it there


def reach(app: object, page: str, template: str, context: dict[str, str], tree: object) -> None:  # noqa: ARG001 - Sphinx hands them all
    """Say the level of headings in the list of pages, and let the keyboard reach what scrolls."""
    pages = context["furo_navigation_tree"]
    context["furo_navigation_tree"] = pages.replace('"heading"', '"heading" aria-level="2"')
    scrolls = (
        r'highlight-text notranslate"><div class="highlight"><pre'
        r'|<div(?= class="(?:table-wrapper|output text_html))'
    )
    context["body"] = re.sub(scrolls, r'\g<0> tabindex="0"', context.get("body", ""))


def setup(app: Sphinx) -> None:
    """Do so after the theme has written them."""
    app.connect("html-page-context", reach, priority=900)
