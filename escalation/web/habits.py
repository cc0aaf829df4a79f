"""The page on which a person chooses what to be told of outside the portal, and when not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contracts.models import User
from escalation.choices import NewsGroup
from escalation.rules.news_groups import ALWAYS_MAILED
from escalation.selectors import Habits, habits_of
from escalation.use_cases.choose_news import (
    LONGEST_ADDRESS,
    NewsUnknown,
    QuietTime,
    Ways,
    Wish,
    choose_news,
)
from escalation.wording import explain_group, say_group

_FIELDS: Mapping[str, str] = {"quiet_hours": "days", "address": "address"}
"""Where on the page stands what the use case finds fault with."""


@dataclass(frozen=True)
class Row:
    """One group of news, with its boxes."""

    group: NewsGroup
    name: str
    explained: str
    mail: BoundField
    call: BoundField


class HabitsForm(forms.Form):
    """What I am told of by which way, and when not."""

    is_quiet = forms.BooleanField(
        label=gettext_lazy("Keep quiet hours"),
        required=False,
        help_text=gettext_lazy(
            "What is not of high priority waits until they end, then comes in one mail."
        ),
    )
    begins = forms.TimeField(
        label=pgettext_lazy("time of day", "From"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("Write a time of day, 22:00.")},
    )
    ends = forms.TimeField(
        label=pgettext_lazy("time of day", "Until"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("Write a time of day, 22:00.")},
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Beginning on"),
        required=False,
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text=gettext_lazy(
            "Your own gateway for text messages, calls or a chat. It begins with https://."
        ),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any, *, person: User, habits: Habits) -> None:
        super().__init__(data, initial=_initial(habits))
        self._person, self._groups = person, list(habits.choices)
        for group in self._groups:
            is_fixed = group in ALWAYS_MAILED
            self.fields[f"mail-{group}"] = forms.BooleanField(required=False, disabled=is_fixed)
            self.fields[f"call-{group}"] = forms.BooleanField(required=False)
            for way in ("mail", "call"):
                names = {"aria-labelledby": f"by-{way} group-{group}"}
                self.fields[f"{way}-{group}"].widget.attrs.update(names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_quiet"):
            for name in ("begins", "ends"):
                if not self.errors.get(name) and cleaned.get(name) is None:
                    self.add_error(name, _("Say at what time."))
        return cleaned

    def rows(self) -> list[Row]:
        """Return the groups of news with their boxes, as the table shows them."""
        kind = self._person.kind
        return [
            Row(
                group,
                say_group(group, kind),
                explain_group(group, kind),
                self[f"mail-{group}"],
                self[f"call-{group}"],
            )
            for group in self._groups
        ]

    def wish(self) -> Wish:
        """Return what was chosen."""
        said = self.cleaned_data
        quiet = None
        if said["is_quiet"]:
            quiet = QuietTime(said["begins"], said["ends"], frozenset(said["days"]))
        return Wish(
            ways={
                group: Ways(said[f"mail-{group}"], said[f"call-{group}"]) for group in self._groups
            },
            quiet=quiet,
            address=said["address"].strip(),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def habits(request: HttpRequest) -> HttpResponse:
    """Show what I am told of, or keep what I choose; a new secret is shown once."""
    person = cast(User, request.user)
    data = request.POST if request.method == "POST" else None
    form = HabitsForm(data, person=person, habits=habits_of(person))
    secret = ""
    if form.is_valid():
        try:
            secret = choose_news(person, form.wish(), at=timezone.now())
        except NewsUnknown as refusal:
            for name, sentences in refusal.errors.items():
                form.add_error(_FIELDS.get(name), list(sentences))
        else:
            messages.success(request, _("Your choices are kept."))
            if not secret:
                return redirect("escalation:choices")
            form = HabitsForm(None, person=person, habits=habits_of(person))
    context = {"form": form, "secret": secret}
    status = 422 if form.errors else 200
    return render(request, "escalation/habits.html", context, status=status)


def _initial(habits: Habits) -> dict[str, Any]:
    quiet = habits.quiet
    initial: dict[str, Any] = {
        "is_quiet": quiet is not None,
        "begins": quiet.begins if quiet else time(22),
        "ends": quiet.ends if quiet else time(7),
        "days": quiet.weekdays if quiet else list(WEEKDAYS),
        "address": habits.webhook.address if habits.webhook else "",
    }
    for group, choice in habits.choices.items():
        initial[f"mail-{group}"] = choice.by_mail
        initial[f"call-{group}"] = choice.by_webhook
    return initial
