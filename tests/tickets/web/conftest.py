"""Who sits where in the tests of incidents' pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tickets.models import Incident


@pytest.fixture
def at_the_form(client: Client, clara: User) -> Client:
    client.force_login(clara)
    return client


@pytest.fixture
def at_home(client: Client, clara: User) -> Client:
    client.force_login(clara)
    return client


@pytest.fixture
def fresh(house: House) -> Incident:
    """Reported a minute ago."""
    return tickets.incident(house.payroll, house.clara, at=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def hanks(client: Client, hank: User) -> Client:
    client.force_login(hank)
    return client


@pytest.fixture
def mias(mia: User) -> Client:
    client = Client()
    client.force_login(mia)
    return client


@pytest.fixture
def claras(clara: User) -> Client:
    client = Client()
    client.force_login(clara)
    return client
