"""What became of an e-mail, in words: to its sender a receipt, to the vendors what it named."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Impact
from tickets.choices import MailFault
from tickets.models import Incident, IncidentEvent

_UNKNOWN_SYSTEM: Mapping[MailFault, Promise] = {
    MailFault.MISTYPED: gettext_lazy(
        "The support number %(numbers)s, as it was read, has a typing error."
    ),
    MailFault.UNKNOWN: gettext_lazy(
        "The support number %(numbers)s, as it was read, is of none of your systems."
    ),
    MailFault.REVOKED: gettext_lazy(
        "The support number %(numbers)s was revoked: its system is no longer under contract."
    ),
    MailFault.SEVERAL_NUMBERS: gettext_lazy(
        "The support numbers %(numbers)s are of several of your systems."
    ),
    MailFault.NO_NUMBER: gettext_lazy(
        "The e-mail’s subject names no support number, and you have several systems."
    ),
}


def say_mail_read(event: IncidentEvent, incident: Incident) -> str:
    """Say what became of an e-mail."""
    if "fault" in event.detail:
        return _to_vendors(event.detail)
    return " ".join(_to_sender(event.detail, incident))


def _to_vendors(said: Mapping[str, Any]) -> str:
    gaps = {"fault": MailFault(said["fault"]).label, "typed": said["typed"]}
    if not said["typed"]:
        return _("The e-mail’s subject does not name the system: %(fault)s") % gaps
    return _("The e-mail’s subject says “%(typed)s”: %(fault)s") % gaps


def _to_sender(said: Mapping[str, Any], incident: Incident) -> Iterator[str]:
    if "impact" in said:
        yield _(
            "The e-mail was recorded as “%(impact)s”; if everything is down, say so on the"
            " incident’s page or by phone."
        ) % {"impact": Impact(said["impact"]).label}
    if said.get("follows"):
        sentence = _("It follows %(reference)s, which is closed.")
        yield sentence % {"reference": said["follows"]}
    if said.get("system"):
        yield _("It was filed for “%(system)s”.") % {"system": said["system"]}
    if said.get("system_unknown"):
        fault = MailFault(said["system_unknown"])
        yield str(_UNKNOWN_SYSTEM[fault]) % {"numbers": ", ".join(said["numbers"])}
        yield _(
            "The incident is recorded all the same: %(company)s will ask you which system it is."
        ) % {"company": incident.manufacturer.short_name}
    if said.get("refused"):
        sentence = _("Files of the e-mail that could not be taken: %(names)s.")
        yield sentence % {"names": ", ".join(said["refused"])}
