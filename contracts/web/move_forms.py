"""What is asked of whoever signs, refuses, withdraws or comments: one form each."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import RevisionAudience
from contracts.rules.refusal import Refusal
from contracts.web.person import PersonRequest


class TakesRefusals(forms.Form):
    """A form that shows what a use case refused at the fields it is about, or on top."""

    def take(self, refusal: Refusal) -> None:
        if not refusal.errors:
            self.add_error(None, str(refusal.sentence))
        for name, sentences in refusal.errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, str(sentence))


class MoveForm(TakesRefusals):
    """A form about one revision, filled in by the person who asks."""

    def __init__(self, data: Mapping[str, Any] | None, *, request: PersonRequest) -> None:
        super().__init__(data, auto_id="move_%s")
        self.request = request


class SignForm(MoveForm):
    """The signatory shows again that it is them; tries count as those of signing in do."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        help_text=gettext_lazy("You sign for your company: we ask once more that it is you."),
        error_messages={"required": gettext_lazy("Type your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )
    nothing_done: ClassVar[Any] = gettext_lazy("This is not your password. Nothing was signed.")

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        by = self.request.user
        found = get_adapter(self.request).authenticate(
            self.request, email=by.email, password=password
        )
        if found is None or found.pk != by.pk:
            raise ValidationError(self.nothing_done)
        return password


class ApproveForm(SignForm):
    """Whoever approves terms shows again that it is them."""

    nothing_done = gettext_lazy("This is not your password. Nothing was approved.")

    def __init__(self, data: Mapping[str, Any] | None, *, request: PersonRequest) -> None:
        super().__init__(data, request=request)
        self.fields["password"].help_text = _(
            "You approve for your company: we ask once more that it is you."
        )


class ReasonForm(MoveForm):
    """Why not, or why not any more."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Give the reason: the others read it.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CommentForm(MoveForm):
    """What is said, and who reads it; a client's words are for all."""

    body = forms.CharField(
        label=gettext_lazy("Comment"),
        error_messages={"required": gettext_lazy("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who reads it"),
        choices=RevisionAudience.choices,
        widget=forms.RadioSelect,
        initial=RevisionAudience.VENDORS,
        error_messages={"required": gettext_lazy("Choose who reads it.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, request: PersonRequest) -> None:
        super().__init__(data, request=request)
        if not request.user.organisation.is_vendor:
            del self.fields["audience"]
