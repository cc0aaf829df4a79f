"""Say of a step that somebody was faster with: who took it, of which company, and when."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contracts.dates import say_date_and_time
from contracts.models import User


def say_doer(by: User | None, at: datetime | None) -> str:
    """Say who and when, in the reader's zone, to be put after a sentence; else nothing."""
    if by is None or at is None:
        return ""
    said = {
        "who": by.name,
        "company": by.organisation.short_name,
        "instant": say_date_and_time(localtime(at)),
    }
    return " " + _("It was %(who)s, %(company)s, on %(instant)s.") % said
