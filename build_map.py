"""Build the atlas of this folder: facts and open geometry -> layers/*.geojson -> one map.html.

Edit the tables in geo/uttarapath/facts/, run this, and open the map. The page is one file: it opens
from disk, offline, in any current browser. No file is changed unless the whole build succeeds.
For other atlases see: python -m geo --help.

The view `india` shows India as it draws itself; it is not authenticated by the Survey of India.
"""

from geo.__main__ import build_map, leave

if __name__ == "__main__":
    leave(build_map(__doc__))
