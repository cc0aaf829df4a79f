import pytest
from django.test import Client
from structlog.contextvars import get_contextvars


@pytest.mark.django_db
def test_an_answer_carries_the_id_that_came_along(client: Client) -> None:
    answer = client.get("/health/live/", headers={"X-Request-ID": "from-the-proxy.1"})

    assert answer["X-Request-ID"] == "from-the-proxy.1"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "x" * 65, "two words", 'quote"', "é"])
def test_a_bad_id_is_replaced(client: Client, given: str) -> None:
    answer = client.get("/health/live/", headers={"X-Request-ID": given})

    assert answer["X-Request-ID"] != given
    assert len(answer["X-Request-ID"]) == 36


@pytest.mark.django_db
def test_each_request_has_its_own(client: Client) -> None:
    first, second = (client.get("/health/live/")["X-Request-ID"] for _ in range(2))

    assert first != second


@pytest.mark.django_db
def test_nothing_of_it_stays_behind(client: Client) -> None:
    client.get("/health/live/")

    assert get_contextvars() == {}
