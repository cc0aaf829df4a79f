"""Lists that programs ask for: incidents and escalations, narrowed, within what one may see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.http import Http404

from contracts.choices import Impact, Kind, Priority
from contracts.models import User
from contracts.rules import support_numbers
from contracts.rules.refusal import Invalid
from contracts.selectors import NumberMistyped, configuration_by_number, mistyped
from tickets.models import Escalation, Incident
from tickets.models.escalation import EscalationQuerySet
from tickets.models.incident import IncidentQuerySet
from tickets.rules.priorities import priority_of
from tickets.selectors.search import destination_of

ME, NOBODY = "me", "none"
OPEN, ANY = "open", "any"
_LONGEST_ID = 9


@dataclass(frozen=True)
class Wanted:
    """What narrows a list of incidents; empty narrows nothing."""

    queue: str = ""
    status: str = ""
    impact: str = ""
    priority: str = ""
    assignee: str = ""
    configuration: str = ""
    words: str = ""
    opened_after: datetime | None = None


def incidents_wanted(user: User, wanted: Wanted, *, at: datetime) -> IncidentQuerySet:
    """Return the incidents that a person may see and asks for, with all that one shows.

    :raises Invalid: a number with a typing error, told as such.
    """
    rows = with_all(Incident.objects.visible_to(user)).filter(
        _placed(user, wanted), _held_by(user, wanted.assignee), _on(user, wanted.configuration)
    )
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.impact:
        rows = rows.filter(impact=wanted.impact)
    if wanted.opened_after is not None:
        rows = rows.filter(opened_at__gt=wanted.opened_after)
    if wanted.words:
        rows = _found(rows, user, wanted.words, at=at)
    return rows


def with_all(rows: IncidentQuerySet) -> IncidentQuerySet:
    """Fetch what an incident shows to programs, in two queries, without what only search needs."""
    legs = Escalation.objects.select_related("engineer").order_by("-id")
    return (
        rows.select_related(
            "client",
            "agreement",
            "contract",
            "configuration__support_number",
            "item__product",
            "assignee",
        )
        .prefetch_related(Prefetch("escalations", queryset=legs))
        .defer("search_text", "vendor_text", "search_vector")
    )


def _placed(user: User, wanted: Wanted) -> Q:
    """Compile queue and priority as this person reads them: neither tells who has it in secret."""
    is_told = Q()
    if user.kind == Kind.CLIENT:
        is_told = Q(agreement__names_holder_to_client=True)
    found = Q()
    if wanted.queue:
        found &= Q(queue=wanted.queue) & is_told
    if wanted.priority:
        own = [each for each in Impact if priority_of(each, forced_by=None) == wanted.priority]
        told = Q(priority=Priority(wanted.priority)) & is_told
        found &= (told | (~is_told & Q(impact__in=own))) if is_told else told
    return found


def _held_by(user: User, who: str) -> Q:
    """Compile who has it on the reader's side: the publisher's is the escalation's engineer."""
    if not who:
        return Q()
    person = {ME: user.pk, NOBODY: None}.get(who, who)
    if user.kind != Kind.PUBLISHER:
        return Q(assignee__isnull=True) if person is None else Q(assignee_id=person)
    legs = Escalation.objects.open().filter(incident=OuterRef("pk"))
    engineer = Q(engineer__isnull=True) if person is None else Q(engineer_id=person)
    return Q(Exists(legs.filter(engineer)))


def _on(user: User, key: str) -> Q:
    """Compile a configuration by its id or by its support number."""
    if not key:
        return Q()
    if key.isascii() and key.isdecimal() and len(key) <= _LONGEST_ID:
        return Q(configuration_id=int(key))
    try:
        return Q(configuration=configuration_by_number(user, key).configuration)
    except NumberMistyped as slip:
        raise Invalid(slip.sentence, errors={"configuration": [slip.sentence]}) from slip
    except Http404:
        return Q(pk__in=[])


def _found(rows: IncidentQuerySet, user: User, words: str, *, at: datetime) -> IncidentQuerySet:
    """Keep what was searched for: an incident or a system by its number, else by words.

    A model such as ``8500 2000`` has the look of a number with a slip, and is searched as words.
    """
    destination = destination_of(user, words, at=at)
    if destination.is_mistyped and support_numbers.is_surely_number(words):
        sentence = str(mistyped(words))
        raise Invalid(sentence, errors={"q": [sentence]})
    if destination.incident is not None:
        return rows.filter(pk=destination.incident.pk)
    if destination.configuration is not None:
        return rows.filter(configuration=destination.configuration)
    return rows.matching(words, user)


def escalations_wanted(user: User, *, status: str, engineer: str) -> EscalationQuerySet:
    """Return the escalations that a vendor may see; ``due_at`` orders what is owed first on top."""
    rows = Escalation.objects.visible_to(user).with_incident()
    if status == OPEN:
        rows = rows.open()
    elif status != ANY:
        rows = rows.filter(state=status)
    if engineer:
        person = {ME: user.pk, NOBODY: None}.get(engineer, engineer)
        rows = rows.filter(Q(engineer__isnull=True) if person is None else Q(engineer_id=person))
    return rows.annotate(due_at=F("incident__due_at"))
