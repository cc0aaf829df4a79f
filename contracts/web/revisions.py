"""The page of one revision: its items, what it changes, who signed, what was said of it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.access import may_draw_up, revision_abilities, revision_for
from contracts.choices import RevisionAction
from contracts.selectors import base_of, comments_on, items_of, revision_in_force
from contracts.selectors.attainable import attainable_of
from contracts.web.attainable_words import shown_attainable
from contracts.web.differences import shown_difference
from contracts.web.move_forms import CommentForm, SignForm
from contracts.web.person import PersonRequest
from contracts.web.standing import shown_at

SIZE = 200


@login_required
@require_safe
def revision(request: PersonRequest, pk: int, revision: int) -> HttpResponse:
    """Show a revision; what one may do with it stands beside its signatures."""
    user, at = request.user, timezone.now()
    found = revision_for(user, pk, revision)
    open_to = revision_abilities(user, found, at=at)
    base = base_of(user, found)
    can_sign = RevisionAction.SIGN in open_to
    figure = attainable_of(found)
    can_draw_up = may_draw_up(user, found.configuration)
    can_comment = RevisionAction.COMMENT in open_to
    context = {
        "system": found.configuration,
        "number": getattr(found.configuration, "support_number", None),
        "revision": found,
        "shown": shown_at(found, at),
        "standing": revision_in_force(found.configuration, at),
        "base": base,
        "difference": shown_difference(base, found) if base else None,
        "items": Paginator(items_of(found), SIZE).get_page(request.GET.get("page")),
        "comments": comments_on(user, found),
        "sign_form": SignForm(None, request=request) if can_sign else None,
        "comment_form": CommentForm(None, request=request) if can_comment else None,
        "may_refuse": RevisionAction.REFUSE in open_to,
        "may_withdraw": RevisionAction.WITHDRAW in open_to,
        "may_draw_up": can_draw_up,
        "may_take_up": can_draw_up and found.author_id == user.organisation_id,
        "holds": shown_attainable(figure) if figure else None,
        "currency": found.configuration.contract.agreement.currency,
        "is_client": not user.organisation.is_vendor,
        "at": at,
    }
    return render(request, "contracts/revision.html", context)
