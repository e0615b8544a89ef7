"""Build the atlas of this folder: facts and open geometry -> layers/*.geojson -> one map.html.

Edit the tables in geo/uttarapath/facts/, run this, open the map. The page holds all it needs: it
opens from disk, offline, in any current browser. Nothing on disk changes unless the whole build
succeeds. For other atlases: python -m geo --help.

The view `india` is India as it draws itself, not authenticated by the Survey of India.
"""

import sys

from geo.__main__ import build_map

if __name__ == "__main__":
    sys.exit(build_map(__doc__))
