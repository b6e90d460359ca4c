"""Sessions in the database that end after a working day, however busy they are."""

import time
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

ENDS_AT: Final = "ends_at"
# When somebody last asked for a page; its end does not tell, once that is near.
USED_AT: Final = "used_at"


class SessionStore(db.SessionStore):
    """A session whose end is fixed when somebody signs in; until then it ends by being idle, like any other."""

    def save(self, must_create: bool = False) -> None:
        """Save it; the first time that somebody is signed in by it, its end is fixed as well."""
        if SESSION_KEY in self and ENDS_AT not in self:
            self[ENDS_AT] = int(time.time()) + settings.SESSION_LONGEST
        super().save(must_create)

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Seconds until it ends, should it be idle from now on."""
        age = int(super().get_expiry_age(**kwargs))
        ends_at = self.get(ENDS_AT)
        return age if ends_at is None else max(0, min(age, int(ends_at - time.time())))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """When it ends, should it be idle from now on."""
        return min(super().get_expiry_date(**kwargs), timezone.now() + timedelta(seconds=self.get_expiry_age()))
