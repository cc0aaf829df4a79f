"""What operators read of promises: spans and lengths of time in words."""

import re
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from contracts.admin.said import days_of
from contracts.models import Configuration, Contract, Revision, Terms, User
from tickets.models import Incident


@pytest.fixture
def operator(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


@pytest.mark.parametrize("model", [Terms, Revision, Contract, Configuration])
def test_spans_and_lengths_of_time_are_said_in_words(
    operator: Client, escalated: Incident, model: type[Model]
) -> None:
    """No “[2026-01-05, None)” and no “2 days, 0:00:00”."""
    place = f"admin:contracts_{model._meta.model_name}_change"
    pages = [
        operator.get(reverse(place, args=[key])).content.decode()
        for key in model._default_manager.values_list("pk", flat=True)
    ]

    assert pages
    assert not re.findall(r"None\)|\d+ days?, |\b\d:\d\d:\d\d\b", "".join(pages))


def test_a_span_that_has_ended_is_said_by_its_last_day() -> None:
    held = DateRange(date(2026, 1, 1), date(2026, 12, 1))

    with override("fr"):
        assert days_of(held) == "du 1er janvier 2026 au 30 novembre 2026"
        assert days_of(DateRange(date(2026, 1, 1), None)) == "depuis le 1er janvier 2026"
