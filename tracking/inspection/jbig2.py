"""JBIG2, the packing of scanned pages: pikepdf would start a program of the machine to unpack what nobody looks at."""

from pikepdf import jbig2


class _NeverUnpacked(jbig2.JBIG2DecoderInterface):
    """Gives every scan no dots, so that a file with scans is neither refused nor read by a program of the machine."""

    def check_available(self) -> None:
        """It always is."""

    def decode_jbig2(self, jbig2: bytes, jbig2_globals: bytes) -> bytes:
        return b""


def leave_packed() -> None:
    """Have scans left as they are, for as long as this process lives."""
    jbig2.set_decoder(_NeverUnpacked())
