"""Issue and revoke the links under which a calendar reads who is on duty."""

import secrets
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import roster_for
from contracts.choices import EventKind
from contracts.models import DutyFeed, Roster, User
from contracts.rules.refusal import Forbidden, Refusal
from contracts.use_cases.issue_token import digest_of

PREFIX = "gcf_"
MOST_LINKS = 20


@transaction.atomic
def issue_feed(roster: Roster | None, *, by: User, at: datetime) -> tuple[DutyFeed, str]:
    """Issue a link to one's own duty, or to a whole roster; its secret is returned this once.

    :raises Http404: the roster is not this person's to see.
    :raises Forbidden: only vendors' people are on duty.
    :raises Refusal: too many links stand.
    """
    if not by.organisation.is_vendor:
        raise Forbidden(_("Only the people of a vendor are on duty."))
    if roster is not None:
        roster_for(by, roster.pk)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if by.duty_feeds.standing().count() >= MOST_LINKS:
        raise Refusal(_("You have 20 links already: revoke one first."))
    secret = PREFIX + secrets.token_urlsafe(32)
    feed = DutyFeed.objects.create(
        owner=by, roster=roster, digest=digest_of(secret), hint=secret[:8], created_at=at
    )
    journal.record(
        EventKind.DUTY_FEED_ISSUED,
        by=by,
        at=at,
        feed=feed.pk,
        roster=roster.pk if roster else None,
    )
    return feed, secret


@transaction.atomic
def revoke_feed(feed: DutyFeed, *, by: User, at: datetime) -> None:
    """Revoke one of one's own links for good; revoking it twice changes nothing.

    :raises Http404: it is somebody else's.
    """
    if feed.owner_id != by.pk:
        raise Http404
    if DutyFeed.objects.standing().filter(pk=feed.pk).update(revoked_at=at):
        journal.record(EventKind.DUTY_FEED_REVOKED, by=by, at=at, feed=feed.pk)
