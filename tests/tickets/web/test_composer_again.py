"""Messages sent again, and what is asked for after signing in again."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contracts.models import User
from tickets.models import Draft, Incident


def test_the_same_name_with_another_content_is_another_message(
    client: Client, hank: User, incident: Incident, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(hank)
    for content in (b"first", b"second"):
        upload = SimpleUploadedFile("log.txt", content, content_type="te\0xt/plain")
        said = {"audience": "internal", "body": "see", "key": "k", "files": upload}
        client.post(f"/i/{incident.reference}/comment/", said)

    assert incident.comments.count() == 2


def test_asked_for_after_signing_in_again_it_leads_to_the_incident(
    client: Client, hank: User, incident: Incident
) -> None:
    client.force_login(hank)

    answer = client.get(f"/i/{incident.reference}/comment/")

    assert answer.headers["Location"] == f"/i/{incident.reference}/"


def test_a_draft_without_its_nul_is_kept(client: Client, hank: User, incident: Incident) -> None:
    client.force_login(hank)

    client.post(f"/i/{incident.reference}/draft/internal/", {"body": "a\0b"})

    assert Draft.objects.get(user=hank).body == "ab"
