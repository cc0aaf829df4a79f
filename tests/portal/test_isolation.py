"""Isolation, address by address: every one of the site and the API, as everybody who must not see.

The addresses come from the resolver, so that a new page is tried the day it is added.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from contracts.models import User
from escalation.models import Notification
from tests.cast import House
from tests.portal.exposed import Exposed, expose
from tickets.choices import Audience
from tickets.models import Attachment

# Everything of the other's that could leak, each a word that stands nowhere else.
OF_ALL_READERS = (
    *("quaggatitle", "quaggadescription", "quaggacontact", "quaggaforclient"),
    *("quaggaplatform", "quaggahours", "quagganote"),
)
OF_BOTH_VENDORS = ("quaggaforvendors", "quaggacase")
OF_THE_OWNER = ("quaggaowner",)
OF_THE_PARTNER = ("quaggapartner",)
NOT_OF_OBJECTS = {"admin", "dev", "static"}
SPECIMENS = "help/components/"  # its names are invented, and happen to be those of the cast


@pytest.fixture
def exposed(house: House, settings: Any, tmp_path: Any) -> Exposed:
    settings.MEDIA_ROOT = tmp_path
    return expose(house)


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address below, written with its arguments' names, and its pattern."""
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, route)
        else:
            yield route, each


def every_address(exposed: Exposed) -> Iterator[tuple[str, bool]]:
    """Yield every address with the exposed objects put in, and whether it names one."""
    for route, pattern in addresses(get_resolver().url_patterns):
        if route.split("/")[0] in NOT_OF_OBJECTS or route == SPECIMENS:
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>", route)
        arguments = [first or second for first, second in names]
        is_of_object = bool(set(arguments) - {"view", "format", "uidb36", "key", "passport"}) or (
            "configurations" in route and bool(arguments)
        )
        for file in exposed.attachments if is_of_file(route) else exposed.attachments[:1]:
            yield f"/{filled(route, arguments, exposed, file)}", is_of_object
        del pattern


def is_of_file(route: str) -> bool:
    return "<uuid:pk>" in route and ("files" in route or "attachments" in route)


def filled(route: str, arguments: list[str], exposed: Exposed, file: Attachment) -> str:
    """Return the address with the exposed objects' values for its arguments."""
    for name in arguments:
        value = str(file.pk) if is_of_file(route) and name == "pk" else ""
        value = value or value_of(name, route, exposed)
        route = re.sub(rf"<(?:\w+:)?{name}>|\(\?P<{name}>[^)]*\)", value, route)
    return re.sub(r"[\^$\\]|\\Z|\(\?:\.\?\)|\.\?", "", route)


def value_of(name: str, route: str, exposed: Exposed) -> str:
    """Return the exposed object's value of an argument; an unknown name must be added here."""
    if name in {"action", "move"} and ("contracts/" in route or "agreements/" in route):
        return "refuse"
    if name in {"action", "move"}:
        return "acknowledge" if "escalation" in route else "restore"
    if name == "pk":
        return str(pk_of(route, exposed))
    if name in {"format", "kind"}:
        return {"format": "json", "kind": "restore"}[name]
    return str(exposed.values[name])


def pk_of(route: str, exposed: Exposed) -> Any:
    for words, value in (
        ("escalation", exposed.values["escalation"]),
        ("rosters", exposed.values["roster"]),
        ("guarantee", exposed.values["guarantee"]),
        ("outages", exposed.values["outage"]),
        ("maintenance", exposed.values["maintenance"]),
        ("notification", Notification.objects.order_by("pk").values_list("pk", flat=True).first()),
        ("configuration", exposed.values["configuration"]),
        ("c/", exposed.values["configuration"]),
        ("token", 1),
        ("ledger", 1),
    ):
        if words in route:
            return value
    raise AssertionError(f"say which object the address {route} is about")


def text_of(answer: Any) -> str:
    """Return all that an answer tells: its body and its headers, lower case."""
    assert isinstance(answer, HttpResponse | StreamingHttpResponse)
    body = answer.getvalue()
    return (body.decode(errors="replace") + str(dict(answer.headers))).lower()


def tried(client: Client, address: str) -> Iterator[tuple[str, Any]]:
    """Ask for an address in each way that could tell something."""
    yield "GET", client.get(address)
    yield "GET, words", client.get(address, {"q": "quaggatitle"})
    yield "GET, htmx", client.get(address, headers={"HX-Request": "true"})
    yield "POST", client.post(address, {"body": "x", "reason": "x", "audience": "client"})
    yield "POST, JSON", client.post(address, {"reason": "x"}, content_type="application/json")


def strangers(house: House) -> dict[str, User | None]:
    nora = User.objects.get(name="Nora Bell")
    return {
        "another client": house.stranger,
        "another manufacturer": house.rival_agent,
        "another publisher": nora,
        "an operator": house.olga,
        "nobody": None,
    }


def test_a_stranger_reads_nothing_at_any_address(house: House, exposed: Exposed) -> None:
    secrets = (
        *OF_ALL_READERS,
        *OF_BOTH_VENDORS,
        *OF_THE_OWNER,
        *OF_THE_PARTNER,
        "vauquelin",
        "clara morel",
        "srv-payr",
    )
    count = exposed.incident.events.count()
    leaks, answered = [], 0
    for who, person in strangers(house).items():
        for address, is_of_object in every_address(exposed):
            client = Client(raise_request_exception=True)
            if person is not None:
                client.force_login(person)
            for way, answer in tried(client, address):
                answered += 1
                said = text_of(answer)
                # What was asked for may be repeated, in the search field and its addresses.
                asked = {"quaggatitle"} if way == "GET, words" else set()
                leaks += [
                    f"{who} {way} {address}: {word}"
                    for word in secrets
                    if word in said and word not in asked
                ]
                if is_of_object and answer.status_code not in {301, 302, 401, 404, 405}:
                    leaks.append(f"{who} {way} {address}: {answer.status_code}")
    assert leaks == []
    assert answered > 500
    assert exposed.incident.events.count() == count


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("clara", (*OF_BOTH_VENDORS, *OF_THE_OWNER, *OF_THE_PARTNER)),
        ("hank", OF_THE_PARTNER),
        ("mia", OF_THE_OWNER),
    ],
)
def test_each_party_reads_nothing_of_the_others_own(
    house: House, exposed: Exposed, name: str, hidden: tuple[str, ...]
) -> None:
    client = Client()
    client.force_login(getattr(house, name))
    leaks, reached = [], 0
    for address, is_of_object in every_address(exposed):
        if "logout" in address:
            continue
        for way, answer in (
            ("GET", client.get(address)),
            ("words", client.get(address, {"q": hidden[0]})),
            ("htmx", client.get(address, headers={"HX-Request": "true"})),
        ):
            reached += is_of_object and answer.status_code == 200
            said = text_of(answer)
            # The search field and the addresses of its pages repeat what was asked, and only that.
            words = hidden if way != "words" else hidden[1:]
            leaks += [f"{way} {address}: {word}" for word in words if word in said]
    assert leaks == []
    assert reached > 5


def test_what_one_may_not_see_looks_like_what_does_not_exist(
    house: House, exposed: Exposed, client: Client
) -> None:
    client.force_login(house.stranger)
    for address in ("/i/{}/", "/api/v1/incidents/{}/", "/i/{}/live/"):
        there = client.get(address.format(exposed.incident.reference))
        nowhere = client.get(address.format("INC-999999"))
        assert there.status_code == nowhere.status_code == 404
        assert plain(there, exposed) == plain(nowhere, exposed)
        assert "ETag" not in there.headers


def plain(answer: Any, exposed: Exposed) -> str:
    """Return a body without what differs by chance or repeats the address asked for."""
    text = answer.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|data-now=\"[^\"]*\"", "", text)
    return text.replace(exposed.incident.reference, "").replace("INC-999999", "")


def test_nobody_is_told_of_what_they_may_not_read(house: House, exposed: Exposed) -> None:
    told = Notification.objects.select_related("recipient__organisation", "event")

    assert told.filter(recipient__in=[p for p in strangers(house).values() if p]).count() == 0
    for notification in told.filter(event__isnull=False):
        assert notification.event is not None
        if notification.event.audience == Audience.INTERNAL:
            assert notification.recipient.organisation_id == notification.event.organisation_id
        if notification.event.audience == Audience.VENDORS:
            assert notification.recipient.organisation.is_vendor
    assert told.exists()
