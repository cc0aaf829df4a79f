"""What an e-mail says to its reader: the values that its templates get, whatever it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.urls import reverse

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


@dataclass(frozen=True)
class Subject:
    """What several pieces of news are about, and where it is read."""

    reference: str
    title: str
    address: str
    is_answered_there: bool
    news: Sequence[News]


@dataclass(frozen=True)
class Letter:
    """One mail: the news in it by what they are about, and how many more the portal holds."""

    subject: str
    greeting_name: str
    counter: str
    phone: str
    subjects: Sequence[Subject]
    more: int
    page: str
    choices: str


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


def news_page() -> str:
    """Return the address of the page that holds all of a person's news."""
    return public(reverse("escalation:notifications"))
