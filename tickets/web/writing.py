"""The composer of vendors: who may be written to, and how each choice names its readers."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.choices import Kind
from contracts.models import User
from tickets.choices import Audience
from tickets.models import Draft, Incident
from tickets.web.act_forms import ComposerForm
from tickets.web.timeline import GLYPHS


@dataclass(frozen=True)
class Readers:
    """An audience: its tab, its button, and the sentence that says who reads."""

    audience: str
    tab: str
    icon: str
    send: str
    says: str
    is_chosen: bool


@dataclass(frozen=True)
class Writing:
    """A composer, empty, with a draft, or with what has come back."""

    form: ComposerForm
    readers: list[Readers]
    body: str
    state: str
    seen: int
    key: str
    draft_address: str
    is_asked_for: bool = False


def writing_of(
    user: User,
    incident: Incident,
    form: ComposerForm,
    *,
    seen: int,
    key: str,
    draft: Draft | None = None,
    asked: str = "",
) -> Writing:
    """Dress a composer; a bound form keeps what was typed."""
    chosen = str(form["audience"].value() or form.chosen) if form.is_bound else form.chosen
    if chosen not in form.audiences:
        chosen = form.chosen
    saved = f"{timezone.localtime(draft.saved_at):%H:%M:%S}" if draft else ""
    return Writing(
        form=form,
        readers=[_readers(each, chosen, user, incident) for each in form.audiences],
        body=str(form["body"].value() or "") if form.is_bound else (draft.body if draft else ""),
        state=_("Saved at %(time)s") % {"time": saved} if saved else "",
        seen=seen,
        key=key or "",
        draft_address=reverse("tickets:draft", args=[incident.reference, chosen]),
        is_asked_for=asked == chosen,
    )


def _readers(audience: Audience, chosen: str, user: User, incident: Incident) -> Readers:
    is_publisher = user.kind == Kind.PUBLISHER
    own, other = incident.manufacturer.short_name, incident.publisher.short_name
    names = {
        "own": other if is_publisher else own,
        "other": own if is_publisher else other,
        "client": incident.client.short_name,
    }
    match audience:
        case Audience.INTERNAL:
            tab, send = _("%(own)s only"), _("Keep inside %(own)s")
            says = _("Read inside %(own)s only")
        case Audience.VENDORS:
            tab, send = _("%(own)s and %(other)s"), _("Share with %(other)s")
            says = _("Read by %(own)s and %(other)s, never by the client")
        case _:
            tab, send = _("Client"), _("Send to the client")
            says = _("Read by %(client)s, %(own)s and %(other)s")
    return Readers(
        audience=audience.value,
        tab=tab % names,
        icon=GLYPHS[audience],
        send=send % names,
        says=says % names,
        is_chosen=audience == chosen,
    )
