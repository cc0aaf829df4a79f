"""What an e-mail says to its reader: the values that its templates get, whatever it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings

from contracts.choices import Kind
from contracts.models import Organisation, User

PRODUCT = "Guichet"


@dataclass(frozen=True)
class News:
    """All that a mail's template gets: nothing in it that the reader may not read."""

    subject: str
    reference: str
    title: str
    line: str
    address: str
    greeting_name: str
    counter: str
    phone: str
    message: str = ""
    author: str = ""
    heading: str = ""
    """What the facts are: what changes, what is promised, what is asked."""
    facts: Sequence[str] = ()
    todo: str = ""
    """What the reader has to do, and until when; or that there is nothing to do."""
    is_answered_there: bool = False
    """Whether the page to which it leads takes an answer of this reader."""


class Addressed(TypedDict):
    """To whom a mail speaks, and whom they can call."""

    greeting_name: str
    counter: str
    phone: str


def addressed_to(reader: User, manufacturer: Organisation) -> Addressed:
    """Return the greeting and the signature: a client deals with its manufacturer's counter."""
    is_client = reader.kind == Kind.CLIENT
    return {
        "greeting_name": reader.name,
        "counter": manufacturer.short_name if is_client else PRODUCT,
        "phone": manufacturer.hotline if is_client else "",
    }


def public(address: str) -> str:
    """Return an address of the portal as it is reached from a mail."""
    return settings.PUBLIC_URL.rstrip("/") + address
