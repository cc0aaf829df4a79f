"""The form that names another critical-situation manager."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import User
from tickets.access import open_leg
from tickets.web.act_forms import ActForm, reason_field


class NameManagerForm(ActForm):
    """Who leads it from now on, and why."""

    user = forms.ModelChoiceField(
        label=_("Critical-situation manager"),
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose somebody of your own company.")},
    )
    reason = reason_field(_("Reason"), _("Say why somebody else leads it."))

    def prepare(self) -> None:
        leg = open_leg(self.incident)
        colleagues = User.objects.filter(organisation_id=self.by.organisation_id, is_active=True)
        if leg is not None and leg.critical_manager_id is not None:
            colleagues = colleagues.exclude(pk=leg.critical_manager_id)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        field.queryset = colleagues.order_by("name")
