"""What a mail says of a system: what a revision changes from when, and whose signature lacks."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from contracts.access import revision_abilities
from contracts.choices import EventKind, Kind, RevisionAction
from contracts.dates import say_date_and_time
from contracts.difference_words import line_of_item, say_difference
from contracts.models import Configuration, ContractEvent, Revision, RevisionItem, User
from contracts.rules.differences import Line, difference
from contracts.wording import say_news
from escalation.models import Notification
from escalation.use_cases.mail_news import News, addressed_to, public
from escalation.wording import address_in_register, as_sentence

_TO_SIGN = (
    EventKind.REVISION_PROPOSED,
    EventKind.REVISION_SIGNED,
    EventKind.REVISION_ANSWER_OVERDUE,
)
_ASKED_OF = pgettext_lazy("revision", "to be signed")
_HAPPENED: Mapping[EventKind, Promise] = {
    EventKind.REVISION_PROPOSED: pgettext_lazy("revision", "proposed"),
    EventKind.REVISION_SIGNED: pgettext_lazy("revision", "signed by %(company)s"),
    EventKind.REVISION_IN_FORCE: pgettext_lazy("revision", "signed by both vendors"),
    EventKind.REVISION_REFUSED: pgettext_lazy("revision", "refused"),
    EventKind.REVISION_WITHDRAWN: pgettext_lazy("revision", "withdrawn"),
    EventKind.REVISION_COMMENTED: pgettext_lazy("revision", "new message"),
    EventKind.REVISION_ANSWER_OVERDUE: pgettext_lazy("revision", "the answer is overdue"),
    EventKind.SUPPORT_NUMBER_ISSUED: pgettext_lazy("system", "its support number is %(number)s"),
    EventKind.CONFIGURATION_RETIRED: pgettext_lazy("system", "retired"),
}


def news_of_system(
    notification: Notification, event: ContractEvent, configuration: Configuration
) -> News:
    """Return what a mail says of a configuration, of one of its revisions or of a comment."""
    reader, revision, comment = notification.recipient, notification.revision, notification.comment
    able = _abilities(notification)
    is_asked = event.kind in _TO_SIGN and RevisionAction.SIGN in able
    proposed = revision if event.kind == EventKind.REVISION_PROPOSED else None
    author = comment.author if comment else proposed and proposed.proposed_by
    message = comment.body if comment else proposed.note if proposed else ""
    facts = _changes_of(proposed, reader) if proposed else []
    return News(
        subject=_("%(reference)s: %(event)s")
        % {
            "reference": _reference(configuration, revision),
            "event": str(_ASKED_OF) if is_asked else _happened(event),
        },
        reference=configuration.name,
        title=_("Configuration of %(client)s") % {"client": configuration.client.short_name},
        line=as_sentence(say_news(event, configuration, revision, reader=reader)),
        message=message,
        author=f"{author.name}, {author.organisation.short_name}" if author and message else "",
        heading=_heading(proposed, reader) if proposed and facts else "",
        facts=facts,
        todo=_to_sign(revision, reader) if revision and is_asked else "",
        is_answered_there=is_asked or (comment is not None and RevisionAction.COMMENT in able),
        address=public(address_in_register(configuration, revision)),
        **addressed_to(reader, configuration.contract.agreement.manufacturer),
    )


def _abilities(notification: Notification) -> frozenset[RevisionAction]:
    """Return what the reader may do with the revision as it stands now."""
    reader, told = notification.recipient, notification.revision
    if told is None:
        return frozenset()
    seen = Revision.objects.visible_to(reader).with_signatures().filter(pk=told.pk).first()
    return revision_abilities(reader, seen, at=notification.at) if seen else frozenset()


def _reference(configuration: Configuration, revision: Revision | None) -> str:
    if revision is None:
        return configuration.name
    if revision.author.kind == Kind.CLIENT:
        return _("%(system)s, change notice %(revision)s") % {
            "system": configuration.name,
            "revision": revision,
        }
    return _("%(system)s, revision %(revision)s") % {
        "system": configuration.name,
        "revision": revision,
    }


def _happened(event: ContractEvent) -> str:
    kind = EventKind(event.kind)
    return str(_HAPPENED.get(kind, kind.label)) % {
        "company": event.by.organisation.short_name if event.by else "",
        "number": event.detail.get("number", ""),
    }


def _heading(proposed: Revision, reader: User) -> str:
    return _("What would change from %(instant)s on:") % {
        "instant": _instant(proposed.effective_at, reader)
    }


def _changes_of(revision: Revision, reader: User) -> list[str]:
    """Say what a proposal changes, item by item, from what it is based on."""
    readable = Revision.objects.visible_to(reader).filter(
        pk__in=[revision.pk, revision.based_on_id or revision.pk]
    )
    items = RevisionItem.objects.filter(revision__in=readable).select_related("product")
    before: list[Line] = []
    after: list[Line] = []
    for item in items.order_by("pk"):
        (after if item.revision_id == revision.pk else before).append(line_of_item(item))
    return say_difference(difference(before, after))


def _to_sign(revision: Revision, reader: User) -> str:
    """Say what is awaited, and until when where the contract sets a delay."""
    if revision.answer_due_at is None:
        return _("Your company’s signature is awaited: sign it, or refuse it with a reason.")
    return _(
        "Your company’s answer is due before %(instant)s: sign it, or refuse it with a reason."
        " Until both vendors have signed, what is in force stays."
    ) % {"instant": _instant(revision.answer_due_at, reader)}


def _instant(instant: datetime, reader: User) -> str:
    return say_date_and_time(instant.astimezone(ZoneInfo(reader.time_zone)))
