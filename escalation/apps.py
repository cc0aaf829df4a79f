"""Django's wiring of the escalation room: connects the ear to the bells below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EscalationConfig(AppConfig):
    name = "escalation"
    verbose_name = _("Escalation")

    def ready(self) -> None:
        from escalation import receivers  # noqa: PLC0415  models are ready only now

        receivers.connect()
