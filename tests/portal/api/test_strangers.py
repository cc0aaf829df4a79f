"""Every address of the API, as everybody who must not see: nothing is there, nothing is said."""

import json

import pytest

from contracts.models import User
from contracts.rules.support_numbers import with_check_digits
from tests.cast import House
from tests.portal.exposed import Exposed
from tests.portal.test_isolation import (
    OF_ALL_READERS,
    OF_BOTH_VENDORS,
    OF_THE_OWNER,
    OF_THE_PARTNER,
    every_address,
    exposed,
    text_of,
)
from tests.programs import ROOT, Program

SECRETS = (
    *OF_ALL_READERS,
    *OF_BOTH_VENDORS,
    *OF_THE_OWNER,
    *OF_THE_PARTNER,
    "vauquelin",
    "clara",
    "srv-payr",
)
__all__ = ["exposed"]


def strangers(house: House) -> dict[str, User]:
    return {
        "another client": house.stranger,
        "another manufacturer": house.rival_agent,
        "another publisher": User.objects.get(name="Nora Bell"),
        "an operator": house.olga,
    }


@pytest.mark.parametrize(
    "who", ["another client", "another manufacturer", "another publisher", "an operator"]
)
def test_a_stranger_s_program_finds_nothing(house: House, exposed: Exposed, who: str) -> None:
    program = Program(strangers(house)[who])
    count = exposed.incident.events.count()
    found, tried = [], 0
    for address, is_of_object in every_address(exposed):
        if not address.startswith(f"{ROOT}/") or "/schema/" in address or "/docs/" in address:
            continue
        path = address.removeprefix(ROOT)
        for way, answer in (
            ("GET", program.get(path)),
            ("words", program.get(path, {"q": "quaggatitle"})),
            ("POST", program.post(path, {"reason": "x", "audience": "client", "body": "x"})),
            ("POST, form", program.upload(path, {"reason": "x"})),
            ("POST, nonsense", program.post(path, {"?": "x"})),
        ):
            tried += 1
            said = text_of(answer)
            found += [f"{way} {path}: {word}" for word in SECRETS if word in said]
            is_hidden = answer.status_code in {404, 405}
            if is_of_object and "{" not in path and not is_hidden:
                found.append(f"{way} {path}: {answer.status_code}")
            if answer.status_code >= 400 and not answer.has_header("WWW-Authenticate"):
                assert answer["Content-Type"] == "application/problem+json"
                assert json.loads(answer.content)["status"] == answer.status_code

    assert found == []
    assert tried > 100
    assert exposed.incident.events.count() == count


def test_what_is_not_one_s_own_looks_like_what_does_not_exist(
    house: House, exposed: Exposed
) -> None:
    program = Program(house.stranger)
    leg = exposed.values["escalation"]
    unknown = with_check_digits("00000000")

    for there, nowhere in (
        (f"/incidents/{exposed.incident.reference}/", "/incidents/INC-999999/"),
        (f"/escalations/{leg}/", "/escalations/999999/"),
        (f"/configurations/{house.payroll.pk}/", "/configurations/999999/"),
        (f"/support-numbers/{house.payroll.support_number}/", f"/support-numbers/{unknown}/"),
    ):
        seen, missing = program.get(there), program.get(nowhere)
        assert seen.status_code == missing.status_code == 404
        assert seen.content == missing.content
        assert not seen.has_header("ETag")
