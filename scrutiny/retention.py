"""How long what names people is kept, from the environment: whole days, 0 for ever."""

import sys

import environ

# Name of the variable → days unless it says otherwise. What each counts from is in docs/data-protection.md.
_DAYS = {
    "KEEP_SENT_MAILS_DAYS": 90,
    "KEEP_LEFT_DRAFTS_DAYS": 90,
    "KEEP_SESSION_RECORDS_DAYS": 30,
    "KEEP_CONTACT_DETAILS_DAYS": 6 * 365,
    "KEEP_UNUSED_ACCOUNTS_DAYS": 2 * 365,
}


def days_kept(env: environ.Env) -> dict[str, int]:
    """Return each limit by its variable's name; ends the process with a plain sentence at a negative one."""
    days = {name: env.int(name, default=usual) for name, usual in _DAYS.items()}
    for name, number in days.items():
        if number < 0:
            sys.exit(f"Scrutiny does not start with this {name}: write a number of days, 0 to keep things for ever.")
    return days
