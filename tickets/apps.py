"""Django's wiring of the tickets room: connects the ear to the bell below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TicketsConfig(AppConfig):
    name = "tickets"
    verbose_name = _("Incidents")

    def ready(self) -> None:
        from tickets import receivers  # noqa: PLC0415  models are ready only now

        receivers.connect()
