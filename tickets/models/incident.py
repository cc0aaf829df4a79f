"""Incidents, and the questions that lists ask of them."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Impact, Kind, Priority
from contracts.models import User
from tickets.choices import UNFINISHED, Channel, Due, Outside, Queue, Status
from tickets.models.third_party import HELD_OUTSIDE, HeldOutside
from tickets.models.visibility import visible
from tickets.rules import references
from tickets.rules.deadlines import NEVER, Promise
from tickets.rules.folding import words_of

AUTO_CLOSE_AFTER = timedelta(hours=5 * 24)

_BESIDE = ("client", "manufacturer", "publisher", "configuration", "assignee__organisation")
_PARTIES = ("client", "manufacturer", "publisher", "assignee__organisation")
_SHOWN_IN_ROWS = (
    *("title", "lang", "impact", "priority", "forced_by", "queue", "status", "due", "due_at"),
    *("opened_at", "called_at", "news_at", "waiting_since", "restore_due_at", "agreement"),
    "third_party_since",
    *(f"{party}__{field}" for party in _PARTIES for field in ("kind", "name", "short_name")),
    *("configuration__name", "configuration__host", "assignee__name"),
)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see."""
        return self.filter(visible(user))

    def unfinished(self) -> Self:
        return self.filter(status__in=UNFINISHED)

    def to_close_at(self, at: datetime) -> Self:
        """Keep resolved incidents that nobody has disputed for five days."""
        return self.filter(status=Status.RESOLVED, resolved_at__lte=at - AUTO_CLOSE_AFTER)

    def matching(self, words: str, reader: User) -> Self:
        """Keep incidents whose text has all the words, each as a beginning, accents or not.

        A client's words are looked for in what the client may read, by their weight.
        """
        where = "*A" if reader.kind == Kind.CLIENT else "*"
        terms = " & ".join(f"{word}:{where}" for word in search_words(words))
        if not terms:
            return self.none()
        return self.filter(search_vector=SearchQuery(terms, search_type="raw", config="simple"))

    def with_people(self) -> Self:
        """Fetch the parties, the platform and whose it is, in one query."""
        return self.select_related(*_BESIDE)

    def for_rows(self) -> Self:
        """Fetch what a vendor's row shows and no more: fifty whole incidents take their time."""
        return self.select_related(*_BESIDE).only(*_SHOWN_IN_ROWS)


def search_words(text: str) -> list[str]:
    """Split what somebody typed into folded words that a text search query can hold."""
    return words_of(text)[:12]


class Incident(HeldOutside):
    """Something that went wrong on a client's platform; the manufacturer owns it to the end."""

    client = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, related_name="incidents"
    )
    agreement = models.ForeignKey("contracts.Agreement", on_delete=models.PROTECT)
    # Both vendors follow from the agreement; they stand here so that one index serves each queue.
    manufacturer = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, related_name="incidents_owned"
    )
    publisher = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, related_name="incidents_shared"
    )
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT)
    # Those of the day on which it began: an amendment changes no promise that was made before.
    terms = models.ForeignKey("contracts.Terms", on_delete=models.PROTECT)
    configuration = models.ForeignKey(
        "contracts.Configuration", on_delete=models.PROTECT, null=True, blank=True
    )
    revision = models.ForeignKey(
        "contracts.Revision", on_delete=models.PROTECT, null=True, blank=True
    )
    product = models.ForeignKey(
        "contracts.Product", on_delete=models.PROTECT, null=True, blank=True
    )
    item = models.ForeignKey(  # of that revision: a trigger holds it
        "contracts.RevisionItem", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"))
    lang = models.CharField(max_length=2, blank=True)
    impact = models.CharField(_("impact"), max_length=8, choices=Impact)
    down_since = models.DateTimeField(_("down since"), null=True, blank=True)
    contact_name = models.CharField(_("whom to call back"), max_length=120)
    contact_phone = models.CharField(_("phone"), max_length=40)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    external_reference = models.CharField(_("your reference"), max_length=80, blank=True)
    outside_guarantee = models.CharField(max_length=16, choices=Outside, blank=True)

    queue = models.CharField(_("queue"), max_length=8, choices=Queue)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    priority = models.CharField(_("priority"), max_length=6, choices=Priority)
    forced_by = models.CharField(max_length=30, null=True, blank=True)  # noqa: DJ001  null: not forced
    waiting_for = models.TextField(_("what is expected of the client"), blank=True)
    assignee = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    first_queue = models.CharField(max_length=8, choices=Queue, blank=True)
    # Where a person first put what the router had left in triage; never what the router did.
    sorted_as = models.CharField(
        max_length=8, choices=Queue, blank=True, default="", db_default="", editable=False
    )
    label = models.CharField(max_length=8, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    classifier = models.CharField(max_length=40, blank=True)

    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey("contracts.User", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(_("caller"), max_length=120, blank=True)
    called_at = models.DateTimeField(_("real call time"), null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)
    news_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(_("restored"), null=True, blank=True)
    # When somebody said so, which may be long after: the client's delay to contradict runs from it.
    restoration_said_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cause = models.TextField(_("cause"), blank=True)
    mismatch_seen = models.TextField(
        _("what differs from the revision"), blank=True, default="", db_default=""
    )
    mismatch_at = models.DateTimeField(null=True, blank=True)
    mismatch_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    respond_due_at = models.DateTimeField(null=True, blank=True)
    restore_due_at = models.DateTimeField(null=True, blank=True)
    news_due_at = models.DateTimeField(null=True, blank=True)
    due = models.CharField(max_length=12, choices=Due, default=Due.NOTHING)
    due_at = models.DateTimeField(default=NEVER)

    last_sequence = models.PositiveIntegerField(default=0, editable=False)
    last_hash = models.CharField(max_length=64, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)
    # What only vendors may find it by; weighed less, so that a client's search passes it over.
    vendor_text = models.TextField(blank=True, default="", db_default="", editable=False)
    search_vector = models.GeneratedField(
        expression=SearchVector("search_text", config="simple", weight="A")
        + SearchVector("vendor_text", config="simple", weight="D"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(forced_by__isnull=True) | Q(priority=Priority.HIGH),
                name="forced_priority_is_high",
            ),
            models.CheckConstraint(
                condition=~Q(impact=Impact.OUTAGE) | Q(down_since__isnull=False),
                name="outage_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(impact=Impact.OUTAGE) | ~(Q(contact_name="") | Q(contact_phone="")),
                name="outage_has_a_contact",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RESTORED) | Q(restored_at__isnull=False),
                name="restored_incident_says_when",
            ),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True, restoration_said_at__isnull=True)
                | Q(restored_at__isnull=False, restoration_said_at__isnull=False),
                name="restoration_was_said_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True)
                | Q(down_since__isnull=True)
                | Q(restored_at__gte=F("down_since")),
                name="restored_no_earlier_than_down",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.RESOLVED, Status.CLOSED])
                | Q(resolved_at__isnull=False),
                name="resolved_incident_says_when",
            ),
            models.CheckConstraint(
                condition=(Q(status=Status.CLOSED) & Q(closed_at__isnull=False))
                | (~Q(status=Status.CLOSED) & Q(closed_at__isnull=True)),
                name="closed_incident_says_when",
            ),
            models.CheckConstraint(
                condition=(Q(status=Status.WAITING) & Q(waiting_since__isnull=False))
                | (~Q(status=Status.WAITING) & Q(waiting_since__isnull=True)),
                name="waiting_incident_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(mismatch_seen="", mismatch_at=None, mismatch_by=None)
                | ~Q(mismatch_seen="") & Q(mismatch_at__isnull=False, mismatch_by__isnull=False),
                name="mismatch_was_seen_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(mismatch_at=None) | Q(revision__isnull=False),
                name="mismatch_is_with_a_revision",
            ),
            *HELD_OUTSIDE,
            models.CheckConstraint(
                condition=Q(queue__in=Queue.values, status__in=Status.values),
                name="incident_stands_in_a_known_place",
            ),
            models.CheckConstraint(
                condition=Q(sorted_as="")
                | Q(first_queue=Queue.TRIAGE, sorted_as__in=[Queue.HARDWARE, Queue.SOFTWARE]),
                name="only_what_came_to_triage_was_sorted_by_hand",
            ),
        ]
        indexes = [
            # Each vendor's queues: unfinished work, what is owed first on top.
            models.Index(
                fields=["manufacturer", "queue", "due_at", "id"],
                name="incident_queue_owner",
                condition=Q(status__in=UNFINISHED),
            ),
            models.Index(
                fields=["manufacturer", "due_at", "id"],
                name="incident_all_owner",
                condition=Q(status__in=UNFINISHED),
            ),
            models.Index(
                fields=["publisher", "due_at", "id"],
                name="incident_queue_partner",
                condition=Q(status__in=UNFINISHED, shared_at__isnull=False),
            ),
            models.Index(
                fields=["assignee", "due_at", "id"],
                name="incident_mine",
                condition=Q(status__in=UNFINISHED),
            ),
            # Histories, newest first.
            models.Index(fields=["client", "-id"], name="incident_of_client"),
            models.Index(fields=["manufacturer", "-id"], name="incident_of_manufacturer"),
            models.Index(
                fields=["publisher", "-id"],
                name="incident_of_publisher",
                condition=Q(shared_at__isnull=False),
            ),
            models.Index(fields=["configuration", "-id"], name="incident_of_configuration"),
            # What came in a stretch of weeks, whatever became of it.
            models.Index(fields=["opened_at"], name="incidents_by_opening"),
            # The sweep that closes what nobody disputed.
            models.Index(
                fields=["resolved_at"],
                name="incident_to_close",
                condition=Q(status=Status.RESOLVED),
            ),
            GinIndex(fields=["search_vector"], name="incident_words"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return references.written(self.pk)

    @property
    def clock_starts_at(self) -> datetime:
        """Clocks run from filing, or from the real call of a phoned incident."""
        return self.called_at or self.opened_at

    def promise(self) -> Promise | None:
        """Return what its terms promise for this impact; None when they say nothing."""
        target = self.terms.target_for(self.impact)
        if target is None:
            return None
        return Promise(target.respond_within, target.restore_within, target.news_every)
