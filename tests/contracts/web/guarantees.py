"""The pages of requests for a guarantee, as a person who has signed in reads them."""

from django.test import Client

from contracts.models import User

LIST, NEW = "/guarantees/", "/guarantees/new/"


def signed_in(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def page_at(client: Client, address: str) -> str:
    """Return the page at an address, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
