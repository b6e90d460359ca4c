"""Reports to Cabinet on paper: both editions, each with its appendices bound behind it."""

from tracking.packs.cabinet.editions import FinishedCabinetReport, make_editions, preview

__all__ = ["FinishedCabinetReport", "make_editions", "preview"]
