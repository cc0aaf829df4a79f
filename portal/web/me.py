"""A person's own page: language, time zone, looks, name, phone; and the language switch."""

from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from contracts.choices import Language, Theme
from contracts.models import User
from contracts.use_cases.set_preferences import set_language, set_preferences
from contracts.web.time_zones import zone_choices


class PreferencesForm(forms.Form):
    """How the portal speaks to me."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the name under which you are called")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Direct phone"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("We call you back on this number."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=Language.choices, widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zone_choices,
        help_text=gettext_lazy("All times on the screen and in mails are in this zone."),
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Look"), choices=Theme.choices, widget=forms.RadioSelect
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show my preferences, or keep them."""
    person = cast(User, request.user)
    kept = {field: getattr(person, field) for field in PreferencesForm.base_fields}
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=kept)
    if not form.is_valid():
        return render(request, "portal/me.html", {"form": form}, status=422 if form.errors else 200)
    set_preferences(person, **form.cleaned_data)
    with translation.override(person.language):
        messages.success(request, _("Your preferences are kept."))
    return redirect("portal:me")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: kept with the person who is signed in, in a cookie for a visitor."""
    wanted = request.POST.get("language", "")
    answer = redirect(next_page(request))
    if isinstance(request.user, User):
        set_language(request.user, language=wanted)
    elif wanted in Language.values:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=365 * 24 * 3600,
            secure=request.is_secure(),
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return answer


def next_page(request: HttpRequest) -> str:
    """Return the page to go back to, unless it lies outside this site."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"
