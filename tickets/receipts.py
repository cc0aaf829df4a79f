"""What became of an e-mail, in words: to its sender a receipt, to the vendors what it named."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.choices import Impact
from tickets.choices import MailFault
from tickets.models import Incident, IncidentEvent


def _say_unknown(fault: MailFault, numbers: Sequence[str]) -> str:
    """Say what is wrong with the numbers that an e-mail's subject names."""
    said, count = {"numbers": ", ".join(numbers)}, len(numbers)
    match fault:
        case MailFault.MISTYPED:
            sentence = ngettext(
                "The support number %(numbers)s, as it was read, has a typing error.",
                "The support numbers %(numbers)s, as they were read, have a typing error each.",
                count,
            )
        case MailFault.UNKNOWN:
            sentence = ngettext(
                "The support number %(numbers)s, as it was read, is of none of your systems.",
                "The support numbers %(numbers)s, as they were read, are of none of your systems.",
                count,
            )
        case MailFault.REVOKED:
            sentence = ngettext(
                "The support number %(numbers)s was revoked: its system is no longer under"
                " contract.",
                "The support numbers %(numbers)s were revoked: their systems are no longer under"
                " contract.",
                count,
            )
        case MailFault.SEVERAL_NUMBERS:
            sentence = _("The support numbers %(numbers)s are of several of your systems.")
        case _:
            sentence = _(
                "The e-mail’s subject names no support number, and you have several systems."
            )
    return sentence % said


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
        yield _say_unknown(MailFault(said["system_unknown"]), said["numbers"])
        yield _(
            "The incident is recorded all the same: %(company)s will ask you which system it is."
        ) % {"company": incident.manufacturer.short_name}
    if said.get("refused"):
        sentence = _("Files of the e-mail that could not be taken: %(names)s.")
        yield sentence % {"names": ", ".join(said["refused"])}
