"""Whatever is sent, nothing breaks, and every answer is one that the schema promises."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.cast import House
from tests.factories import tickets
from tests.programs import ROOT, Program

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
FEW = settings(
    max_examples=3,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def api(house: House) -> Iterator[Any]:
    opened = tickets.incident(house.payroll, house.clara, at=timezone.now())
    tickets.escalated(opened, by=house.hank, at=timezone.now())
    # As Django's own test client does: the transaction of the test outlives each request
    for bell in (request_started, request_finished):
        bell.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(f"{ROOT}/schema/", get_wsgi_application())
    for bell in (request_started, request_finished):
        bell.connect(close_old_connections)


def test_whatever_is_sent_is_answered_as_promised(api: Any, house: House) -> None:
    headers = {"Authorization": f"Bearer {Program(house.hank).secret}"}
    sent: Counter[str] = Counter()

    def send(case: Any) -> None:
        sent[case.operation.label] += 1
        case.call_and_validate(headers=headers, checks=CHECKS)

    for operation in api.get_all_operations():
        attempt = given(case=operation.ok().as_strategy())(send)
        FEW(attempt)()

    assert len(sent) >= 34
