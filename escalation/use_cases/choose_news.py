"""Keep what a person chooses to be told of outside the portal, by which way, and when not."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from urllib.parse import SplitResult, urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import User
from contracts.rules.refusal import Invalid
from escalation.choices import DispatchState, Medium, NewsGroup
from escalation.models import Dispatch, NewsChoice, QuietHours, Webhook
from escalation.models.dispatch import UNFINISHED
from escalation.partners.wire import is_public, schemes
from escalation.rules.news_groups import ALWAYS_MAILED, groups_for
from escalation.rules.pace import GATHERED_FOR
from escalation.rules.quiet_hours import DAYS, Quiet
from escalation.rules.signatures import SECRET_BYTES, secret_from

LONGEST_ADDRESS = 500


class NewsUnknown(Invalid):
    """What was chosen cannot be: no such news, no such hours, no such address."""

    code = "news-unknown"


@dataclass(frozen=True)
class Ways:
    """By which ways a group of news comes; into the portal it comes always."""

    by_mail: bool = True
    by_webhook: bool = False


@dataclass(frozen=True)
class QuietTime:
    """Quiet hours as a person says them; the days (Monday 0) are those on which they begin."""

    begins: time
    ends: time
    weekdays: frozenset[int]


@dataclass(frozen=True)
class Wish:
    """All that a person chooses, together; a group that is not named has its default."""

    ways: Mapping[NewsGroup, Ways]
    quiet: QuietTime | None = None
    address: str = ""


def choose_news(person: User, wish: Wish, *, at: datetime) -> str:
    """Keep a person's own choices; nobody makes another's.

    What waits because of quiet hours that hold no more leaves with the next sweep. Returns the
    secret of a webhook that is new or was moved, else nothing; it is not told again.

    :raises NewsUnknown: news that this person never gets, hours that never end, an address that
        is not called.
    """
    _see_that_it_holds(person, wish)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        NewsChoice.objects.filter(person=person).delete()
        NewsChoice.objects.bulk_create(
            NewsChoice(person=person, group=group, by_mail=ways.by_mail, by_webhook=ways.by_webhook)
            for group, ways in wish.ways.items()
            if ways != Ways()
        )
        _keep_quiet(person, wish.quiet)
        _leave_anew(person, at=at)
        return _keep_webhook(person, wish.address, at=at)


def _keep_quiet(person: User, quiet: QuietTime | None) -> None:
    if quiet is None:
        QuietHours.objects.filter(person=person).delete()
        return
    QuietHours.objects.update_or_create(
        person=person,
        defaults={
            "begins": quiet.begins,
            "ends": quiet.ends,
            "weekdays": sorted(quiet.weekdays),
        },
    )


def _leave_anew(person: User, *, at: datetime) -> None:
    """Let what waits for long be judged again: it may leave earlier now, or later."""
    waiting = Dispatch.objects.filter(
        recipient=person, is_urgent=False, attempts=0, due_at__gt=at + GATHERED_FOR
    )
    waiting.filter(state__in=[DispatchState.GATHERING, DispatchState.PENDING]).update(due_at=at)


def _keep_webhook(person: User, address: str, *, at: datetime) -> str:
    """Keep where a person is called; another address gets another secret."""
    kept = Webhook.objects.filter(person=person)
    if not address:
        kept.delete()
        calls = Dispatch.objects.filter(recipient=person, medium=Medium.WEBHOOK)
        calls.filter(state__in=[*UNFINISHED, DispatchState.FAILED]).update(
            state=DispatchState.DROPPED
        )
        return ""
    if kept.filter(address=address).exists():
        return ""
    secret = secret_from(secrets.token_bytes(SECRET_BYTES))
    Webhook.objects.update_or_create(
        person=person, defaults={"address": address, "secret": secret, "created_at": at}
    )
    return secret


# --- What cannot be -------------------------------------------------------------------------------


def _see_that_it_holds(person: User, wish: Wish) -> None:
    errors: dict[str, list[str]] = {}
    if unheard := set(wish.ways) - set(groups_for(person.kind)):
        errors["choices"] = [
            _("You are never told such news: %(group)s.") % {"group": unheard.pop()}
        ]
    elif any(not wish.ways[group].by_mail for group in ALWAYS_MAILED & wish.ways.keys()):
        errors["choices"] = [
            _("The e-mail that calls you to an escalation cannot be switched off.")
        ]
    elif not wish.address and any(ways.by_webhook for ways in wish.ways.values()):
        errors["address"] = [_("Give the address to which this news is to be sent.")]
    if wish.quiet is not None and (fault := _fault_of_hours(wish.quiet)):
        errors["quiet_hours"] = [fault]
    if wish.address and (fault := _fault_of_address(wish.address)):
        errors["address"] = [fault]
    if errors:
        raise NewsUnknown(next(iter(errors.values()))[0], errors=errors)


_NEVER_OUT = frozenset({"localhost", "local", "internal", "localdomain"})
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
"""The last label of a name on the public internet is never a number."""


def _fault_of_hours(quiet: QuietTime) -> str:
    if not quiet.weekdays or not quiet.weekdays <= set(DAYS):
        return _("Say on which days the quiet hours begin.")
    if any(each.second or each.microsecond for each in (quiet.begins, quiet.ends)):
        return _("Give these times in whole minutes, 22:00.")
    if Quiet("UTC", quiet.begins, quiet.ends, quiet.weekdays).never_ends:
        return _("Leave some hours in the week in which news may come.")
    return ""


def _fault_of_address(address: str) -> str:
    try:
        target = urlsplit(address)
        _port, _name = target.port, (target.hostname or "").encode("idna")
    except ValueError:  # a name that cannot be one among it: a label of more than 63 characters
        return _("This is not an address of the web.")
    if len(address) > LONGEST_ADDRESS or not target.hostname or _is_unclean(address):
        return _("This is not an address of the web.")
    if target.scheme not in schemes():
        return _("Only encrypted addresses are called: one that begins with https://.")
    if target.username is not None or target.password is not None:
        return _("Leave out name and password: our calls are signed.")
    return "" if _may_be_called(target) else _("Addresses of private networks are not called.")


def _is_unclean(address: str) -> bool:
    return not address.isascii() or any(each <= " " or each == "\x7f" for each in address)


def _may_be_called(target: SplitResult) -> bool:
    """Refuse at once a numeric address, and a name that never leads out.

    What any other name leads to is judged at every call.
    """
    host = (target.hostname or "").rstrip(".")
    if "http" in schemes():
        return True
    try:
        return is_public(host)
    except ValueError:  # a name, or a number that resolvers read as an address
        last = host.rpartition(".")[2]
        return last not in _NEVER_OUT and not _NUMBER.fullmatch(last)
