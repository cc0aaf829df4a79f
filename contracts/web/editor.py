"""What the editor works with: the draft or what stands, the catalogue, and what was typed."""

import re
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.choices import Kind, RevisionState
from contracts.models import Configuration, RevisionItem
from contracts.rules.refusal import Invalid, Refusal
from contracts.selectors import (
    catalogue_of,
    draft_of,
    history_of,
    items_of,
    last_signed,
    products_besides,
)
from contracts.use_cases.check_items import ITEMS
from contracts.use_cases.check_proposal import refuse_wrong_proposal
from contracts.use_cases.draft_revision import DraftChanged, Item, mark_of
from contracts.use_cases.take_inventory import InventoryFaulty
from contracts.web.differences import Shown, shown_difference
from contracts.web.draft_forms import (
    MOST_ROWS,
    ROWS,
    Catalogue,
    DraftForm,
    ItemRowsForm,
    typed_rows,
)
from contracts.web.fault_words import say_count, say_faults
from contracts.web.person import PersonRequest
from contracts.web.standing import AGAIN, shown_at, taken_up

BLANK: dict[str, Any] = {"quantity": 1}
FIRST_ROWS = 5
FIRST_SHOWN = 20
"""So many items of a long inventory are shown; the table has them all."""
BEGIN = "begin"
"""What a button elsewhere sends, with what was seen, to begin a change from there."""
_IN_A_ROW = re.compile(rf"{ITEMS}\.\d+\.\w+")
_INCIDENT = re.compile(r"INC-\d{1,10}")
A_DAY = timedelta(days=1)


def item_of(item: RevisionItem) -> Item:
    """Return an item of a revision as one that can be written into another."""
    return Item(
        product=item.product,
        quantity=item.quantity,
        serial_number=item.serial_number,
        host=item.host,
        role=item.role,
        site=item.site,
    )


class Editor:
    """The editor of one system, for one person at one instant."""

    def __init__(self, request: PersonRequest, system: Configuration, *, at: datetime) -> None:
        self.request, self.user, self.system, self.at = request, request.user, system, at
        self.draft = draft_of(self.user, system)
        self.has_clashed = False
        self.last = last_signed(system)
        again = taken_up(self.history, request.GET.get(AGAIN, ""))
        self.again = None if self.draft else again
        self.source = self.draft or self.again or self.last
        self.stored_count = items_of(self.source).count() if self.source else 0
        self.catalogue = Catalogue(self._products(), on=at.date())
        sent = request.POST if request.method == "POST" else request.unsent
        self.begun_from = sent if sent is not None and sent.get("do") == BEGIN else None
        self.said = sent if self.begun_from is None else None
        self.form = self._form(self.said)
        self.rows: Any = ItemRowsForm(self.said, **self._how) if self.is_by_rows else None

    @property
    def is_client(self) -> bool:
        return self.user.kind == Kind.CLIENT

    @property
    def is_by_rows(self) -> bool:
        """Whether items are edited row by row; a long inventory comes from a table only."""
        if self.said is not None:
            return f"{ROWS}-TOTAL_FORMS" in self.said
        return self.stored_count <= MOST_ROWS

    @cached_property
    def stored(self) -> list[RevisionItem]:
        """What it begins with; thousands of items are read only where all of them are written."""
        return list(items_of(self.source)) if self.source else []

    @property
    def first_stored(self) -> list[RevisionItem]:
        """The first items of what it begins with, to be shown."""
        return list(items_of(self.source)[:FIRST_SHOWN]) if self.source else []

    @property
    def _how(self) -> dict[str, Any]:
        how: dict[str, Any] = {"prefix": ROWS, "form_kwargs": {"catalogue": self.catalogue}}
        return how

    def _products(self) -> list[Any]:
        """Return the catalogue, and after it what stands already though it is not in it."""
        products = catalogue_of(self.system)
        besides = products_besides(self.source, products) if self.source else []
        return sorted([*products, *besides], key=lambda each: (each.vendor.name, str(each)))

    def _form(self, said: Any) -> DraftForm:
        form = DraftForm(
            said,
            self.request.FILES if said is not None else None,
            initial=self._begins_with(),
            is_client=self.is_client,
            revisions=[each for each in self.history if each.state != RevisionState.DRAFT],
        )
        if self.last is None:
            form.fields["note"].label = _("What is set up, and why?")
        return form

    @cached_property
    def history(self) -> list[Any]:
        return history_of(self.user, self.system)

    def _begins_with(self) -> dict[str, Any]:
        draft, said = self.draft, self.draft or self.again
        begins: dict[str, Any] = {
            "note": said.note if said else "",
            "way_back": said.way_back if said else "",
            "effective_at": draft.effective_at if draft else self._earliest(),
        }
        begins["note"] = self._after_incident(begins["note"])
        return begins

    def _earliest(self) -> datetime:
        """Return tomorrow at a full hour, or the instant at which the contract starts."""
        next_hour = self.at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return max(next_hour + A_DAY, self.system.contract.starts_at)

    @property
    def incident(self) -> str:
        """The reference of the incident from which the change is begun; of none, nothing."""
        sent = self.said if self.begun_from is None else self.begun_from
        reference = str((self.request.GET if sent is None else sent).get("incident", ""))
        return reference if _INCIDENT.fullmatch(reference) else ""

    def _after_incident(self, note: str) -> str:
        """Put before a note after which incident it comes, and what was seen there; each once."""
        if not self.incident:
            return note
        sent = self.begun_from.get("what_was_seen", "") if self.begun_from is not None else ""
        seen = sent.replace("\r\n", "\n").strip()
        after = _("After incident %(reference)s.") % {"reference": self.incident}
        parts = [
            "" if self.incident in note else after,
            ""
            if seen in note.replace("\r\n", "\n")
            else _("Seen there: %(seen)s") % {"seen": seen},
            note,
        ]
        return "\n".join(filter(None, parts))

    # --- What was typed --------------------------------------------------------------------------

    def is_valid(self) -> bool:
        """Judge everything, so that all that is wrong is told at once."""
        are_rows_valid = self.rows is None or self.rows.is_valid()
        return self.form.is_valid() and are_rows_valid

    def items(self) -> list[Item]:
        """Return the items of the rows, or those that are stored where there are too many."""
        if self.rows is None:
            return [item_of(each) for each in self.stored]
        typed: list[Item] = self.rows.items()
        return typed

    def judge_what_is_read(self) -> None:
        """Show also why a proposal would be refused, as far as it can be read already."""
        said = self.form.cleaned_data | {"items": self.rows is None or self.rows.is_valid()}
        items = self.items() if self.rows is None else self.rows.items()
        try:
            refuse_wrong_proposal(
                self.system, items, said, last=self.last, by=self.user, at=self.at
            )
        except Invalid as refusal:
            self.take(refusal)

    def take(self, refusal: Refusal) -> None:
        """Show what was refused where it stands: at its row and field, or on top."""
        here = {name: said for name, said in refusal.errors.items() if self._is_in_a_row(name)}
        rows = self.rows.read_rows() if here else []
        for name, sentences in here.items():
            _items, number, field = name.split(".")
            rows[int(number) - 1].add_error(field, list(map(str, sentences)))
        on_top = {name: said for name, said in refusal.errors.items() if name not in here}
        if here:
            on_top.pop(ITEMS, None)
        if not here or on_top:
            self.form.take(Refusal(refusal.sentence, errors=on_top))

    def _is_in_a_row(self, name: str) -> bool:
        return bool(_IN_A_ROW.fullmatch(name)) and self.rows is not None

    def leave_rows(self) -> None:
        """Show the rows as they were typed and judge them not: a table is to take their place."""
        if self.rows is not None:
            self.rows = self._unbound(typed_rows(self.said or {}))

    @property
    def seen(self) -> str | None:
        """The mark of the draft that was opened; what is sent from elsewhere has none."""
        return None if self.said is None else self.said.get("seen")

    # --- Pages -----------------------------------------------------------------------------------

    def page_of_clash(self, refusal: DraftChanged) -> HttpResponse:
        """Show what was typed, and who was quicker; what is sent next counts."""
        self.is_valid()
        self.form.take(refusal)
        self.draft, self.has_clashed = draft_of(self.user, self.system), True
        return self.page(status=refusal.status)

    def page_with_rows(self, count: int) -> HttpResponse:
        """Show what was typed, with some blank rows more."""
        rows = typed_rows(self.said or {})
        return self._page_of(rows + [BLANK] * min(count, MOST_ROWS - len(rows)))

    def page_without_row(self, place: str) -> HttpResponse:
        """Show what was typed, without one of the rows."""
        rows = typed_rows(self.said or {})
        return self._page_of([row for at, row in enumerate(rows) if str(at) != place])

    def _page_of(self, rows: list[dict[str, Any]]) -> HttpResponse:
        form = self._form(None)
        typed: Any = self.said or {}
        form.initial.update({name: typed.get(name, "") for name in form.fields})
        self.form, self.rows = form, self._unbound(rows)
        return self.page()

    def _unbound(self, rows: list[dict[str, Any]]) -> Any:
        return ItemRowsForm(initial=rows, **self._how)

    def page(self, *, status: int = 200, faulty: InventoryFaulty | None = None) -> HttpResponse:
        """Show the editor: as it was typed, else the draft, else what stands."""
        if self.rows is not None and self.said is None:
            stored = [_row_of(each) for each in self.stored]
            blank = FIRST_ROWS if not stored else 1
            self.rows = self._unbound(stored + [BLANK] * min(blank, MOST_ROWS - len(stored)))
        proposal = next(
            (each for each in self.history if each.state == RevisionState.PROPOSED), None
        )
        context = {
            "system": self.system,
            "draft": self.draft,
            "last": self.last,
            "again": self.again,
            "proposal": shown_at(proposal, self.at) if proposal else None,
            "is_on_old": self.draft is not None and self.draft.based_on != self.last,
            "form": self.form,
            "rows": self.rows,
            "mark": self._mark(),
            "theirs": self.draft if self.has_clashed else None,
            "stored": [] if self.rows is not None else self.first_stored,
            "stored_count": self.stored_count,
            "most_rows": MOST_ROWS,
            "faults": say_faults(faulty.faults) if faulty else [],
            "fault_count": len(faulty.faults) if faulty else 0,
            "fault_count_said": say_count(len(faulty.faults)) if faulty else "",
            "is_client": self.is_client,
            "incident": self.incident,
            "zone": timezone.get_current_timezone_name(),
            "difference": self._difference(),
        }
        return render(self.request, "contracts/draft.html", context, status=status)

    def _difference(self) -> Shown | None:
        """Hold what is saved against what was signed last."""
        if self.draft is None or self.last is None:
            return None
        return shown_difference(self.last, self.draft)

    def _mark(self) -> str:
        seen = None if self.has_clashed else self.seen
        return mark_of(self.draft) if seen is None else seen


def _row_of(item: RevisionItem) -> dict[str, Any]:
    return {**vars(item_of(item)), "product": item.product_id}
