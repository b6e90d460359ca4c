"""Imported before children are forked: everything that takes long to load, and nothing that is not safe to fork."""

from tracking.packs import child

child.prepare()

import tracking.packs.evidence  # noqa: E402 - needs Django set up
import tracking.packs.html  # noqa: E402
import tracking.packs.rendering  # noqa: E402
import tracking.packs.typesetting  # noqa: E402, F401
