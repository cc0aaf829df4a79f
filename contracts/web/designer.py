"""The guarantee designer: what a draft, or a revision, can hold, and what if it were otherwise.

A question is an address, so that it can be sent to a colleague; nothing is written by it. How parts
stand by is kept with a draft, by its own button.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contracts.access import configuration_for, may_draw_up, revision_for
from contracts.choices import Kind, RevisionState
from contracts.models import Attainable, Configuration, Revision, RevisionItem
from contracts.rules.refusal import Forbidden
from contracts.selectors import draft_of, items_of, last_signed
from contracts.selectors.attainable import attainable_of, figure_of
from contracts.selectors.designs import design_of, figures_known, groups_of, standby_of
from contracts.use_cases.state_redundancy import state_redundancy
from contracts.web.attainable_words import shown_attainable
from contracts.web.designer_form import DesignForm
from contracts.web.person import PersonRequest, takes_unsent

ASKED = "needed_0"
"""With it in an address, something is asked that is not stated."""


MOST_FIELDS = 100
"""More would not fit in an address: of so many blocks the API is asked."""


class Designer:
    """What the page works with: a system, one of its revisions or the draft, and a form."""

    def __init__(
        self,
        request: PersonRequest,
        system: Configuration,
        revision: Revision | None,
        *,
        at: datetime,
    ) -> None:
        self.request, self.system, self.revision, self.at = request, system, revision, at
        self.is_client = request.user.kind == Kind.CLIENT
        self.items: list[RevisionItem] = list(items_of(revision)) if revision else []
        self.stated = standby_of(revision)
        self.groups = groups_of(self.items, self.stated)
        products = {each for group in self.groups for each in group.counts}
        self.figures = figures_known(products)

    def form(self, said: Mapping[str, Any] | None) -> DesignForm:
        return DesignForm(
            said, groups=self.groups, figures=self.figures, is_vendor=not self.is_client
        )

    def asked(self, form: DesignForm) -> Attainable:
        """Return what it could hold as it was typed; nothing is written."""
        return self._reckoned(form.standby(), form.instead())

    def stands(self) -> Attainable:
        """Return the figure that was frozen with the revision, or that it has today."""
        frozen = attainable_of(self.revision) if self.revision else None
        return frozen or self._reckoned(self.stated, {})

    def _reckoned(self, standby: Mapping[str, Any], instead: Mapping[int, Any]) -> Attainable:
        design = design_of(
            self.system,
            self.items,
            standby,
            effective_at=self.revision.effective_at if self.revision else self.at,
            instead=instead,
        )
        return figure_of(design, at=self.at)

    def page(self, form: DesignForm, *, status: int = 200) -> HttpResponse:
        """Show the figure as it stands; beside it, what was asked."""
        is_asked = form.is_bound and form.is_valid()
        revision = self.revision
        is_draft = revision is not None and revision.state == RevisionState.DRAFT
        stands = self.stands()
        context = {
            "system": self.system,
            "revision": revision,
            "is_draft": is_draft,
            "is_frozen": revision is not None and stands.pk is not None and not is_draft,
            "form": form if len(form.fields) <= MOST_FIELDS else None,
            "shown": shown_attainable(stands),
            "asked": shown_attainable(self.asked(form)) if is_asked else None,
            "currency": self.system.contract.agreement.currency,
            "is_client": self.is_client,
        }
        return render(self.request, "contracts/designer.html", context, status=status)


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_draft(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what the draft of a person's company can hold, or keep how its parts stand by."""
    system = configuration_for(request.user, pk)
    if not may_draw_up(request.user, system):
        raise Forbidden(_("Nobody draws up a change of this system any more."))
    draft = draft_of(request.user, system)
    designer = Designer(request, system, draft or last_signed(system), at=timezone.now())
    if request.method != "POST":
        return _answered(designer)
    form = designer.form(request.POST)
    if not form.is_valid():
        return designer.page(form, status=422)
    if draft is None:
        form.add_error(None, _("Begin a change of this system first: it is kept with its draft."))
        return designer.page(form, status=422)
    state_redundancy(draft, form.standby(), by=request.user)
    messages.success(request, _("Kept with the draft: it is proposed with it."))
    return redirect("contracts:designer", system.pk)


@login_required
@require_safe
def of_revision(request: PersonRequest, pk: int, revision: int) -> HttpResponse:
    """Show what a revision can hold, and what if its parts were other ones."""
    found = revision_for(request.user, pk, revision)
    return _answered(Designer(request, found.configuration, found, at=timezone.now()))


def _answered(designer: Designer) -> HttpResponse:
    sent = designer.request.unsent if hasattr(designer.request, "unsent") else None
    said = sent or designer.request.GET
    form = designer.form(said if ASKED in said else None)
    return designer.page(form, status=422 if form.errors else 200)
