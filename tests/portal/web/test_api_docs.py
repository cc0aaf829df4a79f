import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_schema_is_served(client: Client) -> None:
    answer = client.get("/api/v1/schema/")

    assert answer.status_code == 200
    assert b"openapi: 3.1" in answer.content


def test_the_documentation_loads_only_from_here(client: Client) -> None:
    answer = client.get("/api/v1/docs/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "https://" not in page
    assert "style-src 'self' 'unsafe-inline'" in answer["Content-Security-Policy"]
    assert "script-src 'self';" in answer["Content-Security-Policy"] + ";"


def test_the_documentation_begins_with_a_script_of_its_own(client: Client) -> None:
    answer = client.get("/api/v1/docs/?script=")

    assert answer["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema/" in answer.content.decode()
