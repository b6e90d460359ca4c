"""Imported before children are forked: everything that takes long to load, and nothing that is not safe to fork."""

from tracking.packs import child

child.prepare()

import tracking.packs.evidence  # noqa: E402 - needs Django set up
import tracking.packs.html  # noqa: E402
import tracking.packs.rendering  # noqa: E402
import tracking.packs.typesetting  # noqa: E402

# The first page of a process costs as much as several more: fonts are unpacked, rules read. Children inherit that.
_SMALLEST = '<!DOCTYPE html><html lang="en-GB"><title>Paper</title><h1>Paper</h1></html>'
tracking.packs.typesetting.typeset(_SMALLEST, tracking.packs.html.stylesheet())
