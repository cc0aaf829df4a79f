"""What people do in the stories: each name makes an act, which is one call of a use case."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.choices import Impact
from contracts.models import User
from portal.demo.cast import email_of
from tickets.choices import Audience, Queue
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.close_undisputed import close_undisputed
from tickets.use_cases.converse import add_comment, log_call
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import (
    close_incident,
    confirm_restoration,
    contradict_restoration,
    reopen_incident,
    resolve_incident,
    restore_incident,
    resume_work,
    wait_for_client,
)
from tickets.use_cases.third_party import hand_to_third_party, take_back
from tickets.use_cases.work_escalation import (
    acknowledge_escalation,
    give_case_number,
    raise_escalation,
    resolve_escalation,
    return_escalation,
    start_work,
)

Act = Callable[[Incident, User, datetime], object]


FILES = Path(__file__).parent / "stories" / "files"


def says(body: str, *files: str) -> Act:
    """Write what everybody reads; files lie beside the stories."""
    return _writes(Audience.CLIENT, body, *files)


def notes(body: str, *files: str) -> Act:
    """Write to both vendors."""
    return _writes(Audience.VENDORS, body, *files)


def keeps(body: str) -> Act:
    """Write to one's own company alone."""
    return _writes(Audience.INTERNAL, body)


def _writes(audience: Audience, body: str, *files: str) -> Act:
    def act(incident: Incident, by: User, at: datetime) -> object:
        uploads = [
            SimpleUploadedFile(name, (FILES / name).read_bytes(), "text/plain") for name in files
        ]
        return add_comment(incident, audience=audience, body=body, files=uploads, by=by, at=at)

    return act


def calls(note: str) -> Act:
    return lambda incident, by, at: log_call(incident, note=note, by=by, at=at)


def takes() -> Act:
    return lambda incident, by, at: assign_incident(incident, to=by, by=by, at=at)


def gives_to(key: str) -> Act:
    """Assign it to a colleague."""

    def act(incident: Incident, by: User, at: datetime) -> object:
        colleague = User.objects.get(email=email_of(key))
        return assign_incident(incident, to=colleague, by=by, at=at)

    return act


def routes(queue: str, reason: str) -> Act:
    """Move it to a queue; nothing when it stands there already."""

    def act(incident: Incident, by: User, at: datetime) -> object:
        if incident.queue == queue:
            return incident
        return route_incident(incident, queue=Queue(queue), reason=reason, by=by, at=at)

    return act


def waits(reason: str) -> Act:
    return lambda incident, by, at: wait_for_client(incident, reason=reason, by=by, at=at)


def resumes() -> Act:
    return lambda incident, by, at: resume_work(incident, by=by, at=at)


def hands_out(name: str, reason: str) -> Act:
    """Hand it to a third party."""
    return lambda incident, by, at: hand_to_third_party(
        incident, name=name, reason=reason, by=by, at=at
    )


def takes_back() -> Act:
    return lambda incident, by, at: take_back(incident, by=by, at=at)


def restores(minutes_before: int = 0) -> Act:
    """State that service is back, since some minutes."""

    def act(incident: Incident, by: User, at: datetime) -> object:
        back_at = at - timedelta(minutes=minutes_before)
        return restore_incident(incident, restored_at=back_at, by=by, at=at)

    return act


def contradicts(reason: str) -> Act:
    return lambda incident, by, at: contradict_restoration(incident, reason=reason, by=by, at=at)


def confirms() -> Act:
    return lambda incident, by, at: confirm_restoration(incident, by=by, at=at)


def resolves(cause: str, shares: Mapping[str, int] | None = None) -> Act:
    """State the cause as the manufacturer, with a proposal of responsibility after an outage."""
    return lambda incident, by, at: resolve_incident(
        incident, cause=cause, responsibility=shares, by=by, at=at
    )


def reopens(reason: str) -> Act:
    return lambda incident, by, at: reopen_incident(incident, reason=reason, by=by, at=at)


def closes() -> Act:
    return lambda incident, by, at: close_incident(incident, by=by, at=at)


def nobody_disputes() -> Act:
    """Let the portal close what was resolved five days before."""
    return lambda incident, by, at: close_undisputed(at=at)


def corrects_impact(impact: str, reason: str) -> Act:
    return lambda incident, by, at: change_impact(
        incident, impact=Impact(impact), reason=reason, by=by, at=at
    )


def acknowledges(case: str = "") -> Act:
    return lambda incident, by, at: acknowledge_escalation(incident, case_number=case, by=by, at=at)


def gives_case(case: str) -> Act:
    return lambda incident, by, at: give_case_number(incident, case_number=case, by=by, at=at)


def starts() -> Act:
    return lambda incident, by, at: start_work(incident, by=by, at=at)


def returns(reason: str) -> Act:
    return lambda incident, by, at: return_escalation(incident, reason=reason, by=by, at=at)


def raises(reason: str) -> Act:
    return lambda incident, by, at: raise_escalation(incident, reason=reason, by=by, at=at)


def removes_cause(cause: str) -> Act:
    """Resolve as the publisher."""
    return lambda incident, by, at: resolve_escalation(incident, cause=cause, by=by, at=at)


ACTS: Mapping[str, Callable[..., Act]] = {
    act.__name__: act
    for act in (
        acknowledges,
        calls,
        closes,
        confirms,
        contradicts,
        corrects_impact,
        gives_case,
        gives_to,
        hands_out,
        keeps,
        nobody_disputes,
        notes,
        raises,
        removes_cause,
        reopens,
        resolves,
        restores,
        resumes,
        returns,
        routes,
        says,
        starts,
        takes,
        takes_back,
        waits,
    )
}
"""Every act by the name under which stories call it."""
