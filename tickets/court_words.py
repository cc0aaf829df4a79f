"""Whose court, in words and figures: heads of columns, months as they are typed, exact seconds."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind
from contracts.models import User
from tickets.choices import Holder
from tickets.rules.custody import VENDORS

NOT_A_MONTH = _("Type a month as in 2026-11.")
_MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
_TICK = timedelta(microseconds=1)


def month_typed(text: str) -> date | None:
    """Return the first day of a month written as 2026-11; None where it is none."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def heads_for(reader: User, *, is_merged: bool) -> Mapping[Holder, Promise | str]:
    """Return the parties that a reader tells apart, in their order, with their names."""
    heads: dict[Holder, Promise | str] = {holder: holder.label for holder in Holder}
    if reader.kind == Kind.CLIENT:
        heads[Holder.CLIENT] = _("You")
    if is_merged:
        heads[Holder.MANUFACTURER] = _("Our engineers")
        return {
            holder: head
            for holder, head in heads.items()
            if holder == Holder.MANUFACTURER or holder not in VENDORS
        }
    return heads


def exact_seconds(length: timedelta) -> Decimal:
    """Return a length in seconds, to the microsecond: such figures sum exactly."""
    return Decimal(length // _TICK).scaleb(-6)
