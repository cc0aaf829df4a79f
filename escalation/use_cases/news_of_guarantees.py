"""What a mail says of a client's request for a guarantee: what is asked, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from contracts.access import guarantee_abilities
from contracts.choices import EventKind, GuaranteeAction, Kind
from contracts.dates import say_date
from contracts.models import ContractEvent, GuaranteeRequest, User
from contracts.wording import say_percentage, say_wished_hours
from escalation.models import Notification
from escalation.use_cases.mail_news import News, addressed_to, public
from escalation.wording import address_of_guarantee, as_sentence, say_news_of_guarantee

_ASKED_OF = pgettext_lazy("guarantee request", "to be answered")
_HAPPENED: Mapping[EventKind, Promise] = {
    EventKind.GUARANTEE_REQUESTED: pgettext_lazy("guarantee request", "asked"),
    EventKind.GUARANTEE_ANSWERED: pgettext_lazy(
        "guarantee request", "accepted, contract %(contract)s"
    ),
    EventKind.GUARANTEE_REFUSED: pgettext_lazy("guarantee request", "refused"),
    EventKind.GUARANTEE_WITHDRAWN: pgettext_lazy("guarantee request", "withdrawn"),
}


def news_of_guarantee(
    notification: Notification, event: ContractEvent, request: GuaranteeRequest
) -> News:
    """Return what a mail says of a client's request."""
    reader = notification.recipient
    is_asked = GuaranteeAction.ANSWER in guarantee_abilities(reader, request)
    return News(
        subject=_subject(event, request, reader=reader),
        reference=pgettext("within a sentence", "request %(number)s") % {"number": request.pk},
        title=request.title,
        line=as_sentence(say_news_of_guarantee(event, request)),
        heading=_("What is asked:"),
        facts=_facts(request),
        todo=_todo(event, request, reader=reader),
        is_answered_there=is_asked,
        address=public(address_of_guarantee(request)),
        **addressed_to(reader, request.agreement.manufacturer),
    )


def _subject(event: ContractEvent, request: GuaranteeRequest, *, reader: User) -> str:
    happened = _HAPPENED[EventKind(event.kind)]
    if GuaranteeAction.ANSWER in guarantee_abilities(reader, request):
        happened = _ASKED_OF
    contract = request.contract.number if request.contract else ""
    return _("%(reference)s: %(event)s") % {
        "reference": _reference(request, reader),
        "event": str(happened) % {"contract": contract},
    }


def _reference(request: GuaranteeRequest, reader: User) -> str:
    """Name a request by the number in its address; to vendors with its client."""
    if reader.kind == Kind.CLIENT:
        return _("Guarantee request %(number)s") % {"number": request.pk}
    return _("Guarantee request %(number)s of %(client)s") % {
        "number": request.pk,
        "client": request.client.short_name,
    }


def _facts(request: GuaranteeRequest) -> list[str]:
    day = request.wanted_from
    said = [
        (_("What must stay up"), request.platform),
        (_("When it must be up"), " · ".join(say_wished_hours(request))),
        (_("Availability"), say_percentage(request.availability)),
        (_("From which day on"), say_date(day) if day else _("The day is still open")),
    ]
    if request.note:
        said.append((_("Besides"), request.note))
    return [_("%(name)s: %(value)s") % {"name": name, "value": value} for name, value in said]


def _todo(event: ContractEvent, request: GuaranteeRequest, *, reader: User) -> str:
    if GuaranteeAction.ANSWER in guarantee_abilities(reader, request):
        if request.wanted_from is None:
            return _to_answer()
        return _("%(todo)s The client wishes it from %(day)s on.") % {
            "todo": _to_answer(),
            "day": say_date(request.wanted_from),
        }
    if event.kind == EventKind.GUARANTEE_ANSWERED and request.contract is not None:
        return _("You have nothing to do. Contract %(contract)s begins on %(day)s.") % {
            "contract": request.contract.number,
            "day": say_date(request.contract.starts_on),
        }
    if event.kind == EventKind.GUARANTEE_REFUSED and reader.kind == Kind.CLIENT:
        return _("You have nothing to do; you can ask for something else at any time.")
    return _("You have nothing to do.")


def _to_answer() -> str:
    return _(
        "Answer it with a contract that both vendors have approved, or refuse it with a reason:"
        " the client waits for one or the other."
    )
