"""Files of messages: downloads for whoever may read the message, never shown inside a page."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.views.decorators.http import require_safe

from tickets.access import attachment_for, incident_for
from tickets.web.person import PersonRequest


@login_required
@require_safe
def download(request: PersonRequest, reference: str, pk: uuid.UUID) -> FileResponse:
    """Hand out a file under the name it came with."""
    incident = incident_for(request.user, reference)
    found = attachment_for(request.user, incident, pk)
    answer = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
