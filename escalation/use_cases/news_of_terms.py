"""What a mail says of a contract's terms: what changes from when, what to do and until when."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contracts.access import rescission_bar, rescission_step, terms_abilities
from contracts.choices import EventKind, Kind, RescissionStep, TermsAction, TermsState
from contracts.dates import say_date
from contracts.models import Contract, ContractEvent, Terms, User
from contracts.plain_promises import changes_between, said_to, say_changed, say_promises
from contracts.rules.approval import last_day_to_approve
from contracts.selectors.promises import offer_of
from contracts.use_cases.approve_terms import say_too_late
from contracts.wording import say_news_of_terms
from escalation.models import Notification
from escalation.use_cases.mail_news import News, addressed_to, public
from escalation.wording import address_of_terms, as_sentence

_OPEN = (EventKind.TERMS_PROPOSED, EventKind.TERMS_APPROVED)
_ABOUT_THE_OFFER = (*_OPEN, EventKind.TERMS_AGREED)
_ENDED = (EventKind.TERMS_REFUSED, EventKind.TERMS_WITHDRAWN, EventKind.TERMS_RESCINDED)
_ASKED_OF = pgettext_lazy("contract or amendment", "to be approved")
_HAPPENED: Mapping[EventKind, Promise] = {
    EventKind.TERMS_PROPOSED: pgettext_lazy("contract or amendment", "proposed"),
    EventKind.TERMS_APPROVED: pgettext_lazy("contract or amendment", "approved by %(company)s"),
    EventKind.TERMS_AGREED: pgettext_lazy("contract or amendment", "agreed, from %(day)s on"),
    EventKind.TERMS_REFUSED: pgettext_lazy("contract or amendment", "refused"),
    EventKind.TERMS_WITHDRAWN: pgettext_lazy("contract or amendment", "withdrawn"),
    EventKind.TERMS_RESCISSION_ASKED: pgettext_lazy("contract or amendment", "to be rescinded?"),
    EventKind.TERMS_RESCISSION_TAKEN_BACK: pgettext_lazy(
        "contract or amendment", "request to rescind taken back"
    ),
    EventKind.TERMS_RESCINDED: pgettext_lazy("contract or amendment", "rescinded"),
}
_WOULD_CHANGE = gettext_lazy("What would change from %(day)s on:")
_WOULD_BE = gettext_lazy("What would be promised from %(day)s on:")
_WOULD_HAVE_CHANGED = gettext_lazy("What would have changed from %(day)s on:")
_WOULD_HAVE_BEEN = gettext_lazy("What would have been promised from %(day)s on:")
_MAY_NOT_CHANGE = gettext_lazy("What changes from %(day)s on, unless both vendors undo it:")
_CHANGES = gettext_lazy("What changes from %(day)s on:")
_IS_PROMISED = gettext_lazy("What is promised from %(day)s on:")


def news_of_terms(
    notification: Notification, event: ContractEvent, contract: Contract, *, at: datetime
) -> News:
    """Return what a mail that leaves at an instant says of a version of a contract's terms."""
    reader = notification.recipient
    told = _read_by(reader, notification.terms)
    base = _base_of(told, reader) if told else None
    facts = _facts(base, told, contract, reader=reader) if told else []
    is_asked = told is not None and TermsAction.APPROVE in terms_abilities(reader, told, at=at)
    return News(
        subject=_subject(event, contract, told, base=base, reader=reader, at=at),
        reference=contract.number,
        title=_("Contract of %(client)s") % {"client": contract.client.short_name},
        line=as_sentence(say_news_of_terms(event, contract, reader=reader)),
        heading=_heading(event, told, base) if told and facts else "",
        facts=facts,
        message=told.note if told and event.kind in _ABOUT_THE_OFFER else "",
        author=_author(told, reader) if told and event.kind in _ABOUT_THE_OFFER else "",
        todo=_todo(event, told, base, reader=reader, at=at) if told else "",
        is_answered_there=is_asked or _is_to_confirm(event, told, reader, at=at),
        address=public(address_of_terms(contract, notification.terms)),
        **addressed_to(reader, contract.agreement.manufacturer),
    )


def _read_by(reader: User, terms: Terms | None) -> Terms | None:
    """Return a version that is told of, as it stands now."""
    if terms is None:
        return None
    seen = Terms.objects.visible_to(reader).whole().prefetch_related("approvals")
    return (
        seen.select_related("contract__agreement", "proposed_by__organisation")
        .filter(pk=terms.pk)
        .first()
    )


def _base_of(told: Terms, reader: User) -> Terms | None:
    """Return what was approved before, from which it differs; of first terms there is none."""
    seen = Terms.objects.visible_to(reader).approved().whole()
    before = seen.filter(contract=told.contract_id, number__lt=told.number)
    return before.order_by("-number").first()


def _facts(base: Terms | None, told: Terms, contract: Contract, *, reader: User) -> list[str]:
    currency = contract.agreement.currency
    offered = said_to(reader, offer_of(told))
    if base is None:
        return say_promises(offered, currency)
    changes = changes_between(said_to(reader, offer_of(base)), offered, currency)
    return [say_changed(each) for each in changes]


def _subject(
    event: ContractEvent,
    contract: Contract,
    told: Terms | None,
    *,
    base: Terms | None,
    reader: User,
    at: datetime,
) -> str:
    kind = EventKind(event.kind)
    happened = _HAPPENED.get(kind, kind.label)
    if told and kind in _OPEN and TermsAction.APPROVE in terms_abilities(reader, told, at=at):
        happened = _ASKED_OF
    gaps = {
        "company": event.by.organisation.short_name if event.by else "",
        "day": say_date(told.effective_on) if told else "",
    }
    return _("%(reference)s: %(event)s") % {
        "reference": _reference(contract, told, base=base, reader=reader),
        "event": str(happened) % gaps,
    }


def _reference(contract: Contract, told: Terms | None, *, base: Terms | None, reader: User) -> str:
    """Name an amendment by its version; to a client by its place among those that it sees."""
    if told is None or base is None:
        return _("Contract %(contract)s") % {"contract": contract.number}
    number = str(told)
    if reader.kind == Kind.CLIENT:
        seen = Terms.objects.visible_to(reader).filter(contract=contract)
        number = str(seen.filter(number__lt=told.number).count())
    return _("Amendment %(number)s of contract %(contract)s") % {
        "number": number,
        "contract": contract.number,
    }


def _heading(event: ContractEvent, told: Terms, base: Terms | None) -> str:
    if event.kind == EventKind.TERMS_RESCISSION_ASKED:
        said = _MAY_NOT_CHANGE
    elif event.kind in _ENDED:
        said = _WOULD_HAVE_CHANGED if base else _WOULD_HAVE_BEEN
    elif event.kind in _OPEN:
        said = _WOULD_CHANGE if base else _WOULD_BE
    else:
        said = _CHANGES if base else _IS_PROMISED
    return str(said) % {"day": say_date(told.effective_on)}


def _author(told: Terms, reader: User) -> str:
    """Sign the note for vendors; to a client both speak with one voice."""
    if reader.kind == Kind.CLIENT or told.proposed_by is None:
        return ""
    return f"{told.proposed_by.name}, {told.proposed_by.organisation.short_name}"


def _todo(
    event: ContractEvent, told: Terms, base: Terms | None, *, reader: User, at: datetime
) -> str:
    if event.kind in _OPEN:
        return _to_answer(told, base, reader=reader, at=at)
    if event.kind == EventKind.TERMS_RESCISSION_ASKED:
        return _to_confirm(event, told, reader=reader, at=at)
    if event.kind in _ENDED and base is not None:
        return _("You have nothing to do: what stands today goes on.")
    if event.kind in _ENDED:
        return _("Nothing is promised under this contract yet: other terms can be proposed.")
    return _("You have nothing to do.")


def _to_answer(told: Terms, base: Terms | None, *, reader: User, at: datetime) -> str:
    if TermsAction.APPROVE in terms_abilities(reader, told, at=at):
        return _to_approve(told, base)
    if told.state == TermsState.PROPOSED and told.is_too_late(at):
        return say_too_late(told)
    if told.state == TermsState.PROPOSED:
        return _("You have nothing to do: the other vendor’s approval is awaited.")
    return _("You have nothing to do.")


def _to_approve(told: Terms, base: Terms | None) -> str:
    """Say until when an approval counts."""
    until = last_day_to_approve(told.effective_on, amends=base is not None)
    sentence = _(
        "Your company’s approval is awaited by %(day)s at the latest: approve these terms, or"
        " refuse them with a reason. Unless both vendors have approved by then, what stands today"
        " goes on."
    )
    if base is None:
        sentence = _(
            "Your company’s approval is awaited by %(day)s at the latest: approve these terms, or"
            " refuse them with a reason. Nothing is promised before both vendors have approved."
        )
    return sentence % {"day": say_date(until)}


def _is_to_confirm(event: ContractEvent, told: Terms | None, reader: User, *, at: datetime) -> bool:
    if event.kind != EventKind.TERMS_RESCISSION_ASKED or told is None:
        return False
    return rescission_step(reader, told, at=at) == RescissionStep.CONFIRM


def _to_confirm(event: ContractEvent, told: Terms, *, reader: User, at: datetime) -> str:
    """Say until when terms can still be undone, to whoever was asked to; else how it stands."""
    if _is_to_confirm(event, told, reader, at=at):
        return _(
            "If these terms are never to begin, confirm it by %(day)s at the latest. Unless you "
            "do, they begin on their day."
        ) % {"day": say_date(told.effective_on - timedelta(days=1))}
    if told.state == TermsState.RESCINDED:
        return _("You have nothing to do: both vendors have undone these terms.")
    if rescission_bar(told, at=at) is not None:
        return _("You have nothing to do: these terms cannot be undone any more.")
    if not hasattr(told, "rescission"):
        return _("You have nothing to do: whoever asked has taken it back.")
    return _("You have nothing to do: the other vendor’s confirmation is awaited.")
