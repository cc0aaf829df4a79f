"""The editor of the next state of a system: a vendor's revision, a client's change notice.

Every button sends the whole form, so that what was typed is there again whatever comes of it.
"""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contracts.access import configuration_for, may_draw_up, revision_for
from contracts.choices import Kind
from contracts.rules.inventory import decoded
from contracts.rules.refusal import Forbidden, Refusal
from contracts.selectors import items_of
from contracts.use_cases.draft_revision import (
    DraftChanged,
    Item,
    discard_draft,
    take_over_base,
    write_draft,
)
from contracts.use_cases.propose_revision import propose_edited
from contracts.use_cases.take_inventory import InventoryFaulty, take_inventory
from contracts.web.editor import Editor, item_of
from contracts.web.person import PersonRequest, takes_unsent

MORE = 5
"""So many blank rows are added at once."""


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: PersonRequest, pk: int) -> HttpResponse:
    """Show the draft of a person's company, or do with it what the pressed button says."""
    system = configuration_for(request.user, pk)
    if not may_draw_up(request.user, system):
        raise Forbidden(_("Nobody draws up a change of this system any more."))
    editor = Editor(request, system, at=timezone.now())
    if request.method != "POST" or editor.begun_from is not None:
        return editor.page()
    if "remove" in request.POST:
        return editor.page_without_row(request.POST["remove"])
    try:
        return BUTTONS.get(request.POST.get("do", ""), _save)(editor)
    except DraftChanged as refusal:
        return editor.page_of_clash(refusal)


def _more(editor: Editor) -> HttpResponse:
    return editor.page_with_rows(MORE)


def _save(editor: Editor) -> HttpResponse:
    if not editor.is_valid():
        return editor.page(status=422)
    return _write(editor, editor.items(), _("The draft is saved. Only your company sees it."))


def _write(editor: Editor, items: list[Item], said: str) -> HttpResponse:
    write_draft(editor.system, items, editor.form.plan(), by=editor.user, seen=editor.seen)
    messages.success(editor.request, said)
    return redirect("contracts:draft", editor.system.pk)


def _propose(editor: Editor) -> HttpResponse:
    if not editor.is_valid():
        editor.judge_what_is_read()
        return editor.page(status=422)
    try:
        proposed = propose_edited(
            editor.system,
            editor.items(),
            editor.form.plan(),
            by=editor.user,
            at=editor.at,
            seen=editor.seen,
        )
    except DraftChanged:
        raise
    except Refusal as refusal:
        editor.take(refusal)
        return editor.page(status=refusal.status)
    is_notice = editor.user.kind == Kind.CLIENT
    messages.success(
        editor.request,
        _("Your change notice is sent to both vendors.")
        if is_notice
        else _("Proposed: both vendors can sign it."),
    )
    return redirect("contracts:revision", editor.system.pk, proposed.number)


def _read(editor: Editor) -> HttpResponse:
    """Take the items of a table in place of those that are there; none of them if one is wrong."""
    editor.leave_rows()
    editor.form.is_valid()
    said = editor.form.cleaned_data
    file, pasted = said.get("file"), said.get("table", "")
    if not (file or pasted.strip()):
        if "file" not in editor.form.errors:
            editor.form.add_error("table", _("Paste a table, or choose a file."))
        return editor.page(status=422)
    try:
        taken = take_inventory(
            decoded(file.read()) if file else pasted, editor.catalogue.products.values()
        )
    except InventoryFaulty as faulty:
        return editor.page(status=422, faulty=faulty)
    if editor.form.errors:
        return editor.page(status=422)
    count = len(taken.items)
    sentence = ngettext(
        "%(count)s item was taken over into the draft.",
        "%(count)s items were taken over into the draft.",
        count,
    ) % {"count": number_format(count, force_grouping=True)}
    if taken.ignored:
        sentence += " " + _("Columns passed over: %(names)s.") % {"names": ", ".join(taken.ignored)}
    return _write(editor, taken.items, sentence)


def _copy(editor: Editor) -> HttpResponse:
    if not editor.form.is_valid():
        return editor.page(status=422)
    chosen = editor.form.cleaned_data["revision"]
    if not chosen:
        editor.form.add_error("revision", _("Choose a revision."))
        return editor.page(status=422)
    source = revision_for(editor.user, editor.system.pk, int(chosen))
    items = [item_of(each) for each in items_of(source)]
    return _write(editor, items, _("The items of %(revision)s are copied.") % {"revision": source})


def _take_over_base(editor: Editor) -> HttpResponse:
    if editor.draft is not None:
        take_over_base(editor.draft, by=editor.user)
        editor.draft.based_on = editor.last
    return editor.page()


def _discard(editor: Editor) -> HttpResponse:
    if editor.draft is not None:
        discard_draft(editor.draft, by=editor.user, seen=editor.seen)
        messages.success(editor.request, _("The draft is discarded."))
    return redirect("contracts:configuration", editor.system.pk)


BUTTONS: Mapping[str, Callable[[Editor], HttpResponse]] = {
    "save": _save,
    "propose": _propose,
    "more": _more,
    "read": _read,
    "copy": _copy,
    "base": _take_over_base,
    "discard": _discard,
}
