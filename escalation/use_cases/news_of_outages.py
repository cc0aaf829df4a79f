"""What a mail says of an outage or of maintenance: what happened, and whose word is awaited."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts.access import maintenance_abilities, outage_abilities
from contracts.choices import EventKind, MaintenanceAction, OutageAction
from contracts.models import Configuration, ContractEvent, Maintenance, Outage, User
from escalation.models import Notification
from escalation.use_cases.mail_news import News, addressed_to, public
from escalation.use_cases.say_outages import address_of_outages, say_news_of_outages, say_to
from escalation.wording import as_sentence

_ANSWERS = frozenset({OutageAction.ACCEPT, OutageAction.SETTLE})


def news_of_outages(
    notification: Notification,
    event: ContractEvent,
    configuration: Configuration,
    *,
    at: datetime,
) -> News:
    """Return what a mail that leaves at an instant says of an outage, or of a window."""
    reader = notification.recipient
    todo = _todo(event, reader, at=at)
    return News(
        subject=_("%(reference)s: %(event)s")
        % {"reference": configuration.name, "event": EventKind(event.kind).label},
        reference=configuration.name,
        title=_("Configuration of %(client)s") % {"client": configuration.client.short_name},
        line=as_sentence(say_news_of_outages(event, configuration, reader=reader)),
        message=_message(event),
        todo=todo or _("You have nothing to do."),
        is_answered_there=bool(todo),
        address=public(address_of_outages(event)),
        **addressed_to(reader, configuration.contract.agreement.manufacturer),
    )


def _message(event: ContractEvent) -> str:
    """Return what is done in a window that is proposed."""
    if event.kind != EventKind.MAINTENANCE_PROPOSED:
        return ""
    return Maintenance.objects.get(pk=event.detail["maintenance"]).note


def _todo(event: ContractEvent, reader: User, *, at: datetime) -> str:
    """Say what is still awaited of the reader when the mail leaves; nothing where nothing is."""
    if "maintenance" in event.detail:
        window = Maintenance.objects.visible_to(reader).whole().get(pk=event.detail["maintenance"])
        if MaintenanceAction.ACCEPT not in maintenance_abilities(reader, window, at=at):
            return ""
        return _(
            "Accept it, or refuse it with a reason: it leaves the guaranteed time only if both "
            "vendors and the client accept it before it begins."
        )
    outage = Outage.objects.visible_to(reader).whole().get(pk=event.detail["outage"])
    able = outage_abilities(reader, outage) & _ANSWERS
    if OutageAction.SETTLE in able:
        return _("A manager of each vendor says what settles it: once both say the same, it is so.")
    if OutageAction.ACCEPT in able and outage.answer_by is not None:
        return _("Accept it, or say otherwise and why, by %(instant)s.") % {
            "instant": say_to(reader, outage.answer_by.isoformat())
        }
    return ""
