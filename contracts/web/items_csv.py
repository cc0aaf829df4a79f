"""The items of a system as a table for a spreadsheet, to be changed there and sent back."""

import csv
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contracts.access import configuration_for
from contracts.cells import safe_cell
from contracts.models import RevisionItem, User
from contracts.selectors import draft_of, history_of, items_of, last_signed
from contracts.web.standing import AGAIN, taken_up

HEADS = {
    "fr": ("produit", "quantité", "numéro de série", "machine", "rôle", "site"),
    "en": ("product", "quantity", "serial number", "host", "role", "site"),
}


@login_required
@require_safe
def items_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the items of one's draft, of what is taken up or was signed last, or a table's head."""
    user = cast(User, request.user)
    system = configuration_for(user, pk)
    again = taken_up(history_of(user, system), request.GET.get(AGAIN, ""))
    source = draft_of(user, system) or again or last_signed(system)
    is_french = get_language() == "fr"
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="items-{system.pk}.csv"'
    answer.write("\ufeff")  # or spreadsheets take it for Windows' Latin alphabet
    writer = csv.writer(answer, delimiter=";" if is_french else ",")
    writer.writerow(HEADS["fr" if is_french else "en"])
    if source is not None:
        writer.writerows(_cells(each) for each in items_of(source))
    return answer


def _cells(item: RevisionItem) -> list[str]:
    said = (item.product, item.quantity, item.serial_number, item.host, item.role, item.site)
    return [safe_cell(cell) for cell in map(str, said)]
