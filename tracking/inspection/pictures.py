"""JPEG and PNG pictures."""

import warnings
from io import BytesIO

from PIL import Image

from tracking.inspection.verdicts import Facts, Refusal, Refused


def look_into_jpeg(content: bytes) -> Facts:
    return _look_into(content, "JPEG")


def look_into_png(content: bytes) -> Facts:
    return _look_into(content, "PNG")


def _look_into(content: bytes, kind: str) -> Facts:
    """Read a picture to its last dot; raises Refused, and whatever Pillow raises for one that is damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                picture.verify()
            # `verify` reads no dots, and a picture that was verified cannot be read.
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(Refusal.TOO_MANY_DOTS) from None
    return Facts()
