"""Read and write the conversation of an incident, and its files."""

import uuid
from collections.abc import Iterator

from django.http import FileResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.rest import Said
from contracts.rules.refusal import Invalid
from tickets.access import attachment_for
from tickets.api import bodies, shapes
from tickets.api.anything import Anything
from tickets.api.documents import Data, attachment_document, comment_document
from tickets.api.frame import Listing, Operation
from tickets.api.parsers import BoundedMultiPartParser, StrictJSONParser
from tickets.choices import Audience, EventKind
from tickets.models import Attachment, Comment, Incident, IncidentEvent
from tickets.selectors.story import files_of, lines_of, messages_at
from tickets.use_cases.converse import add_comment


class Conversation(Listing):
    """What messages and files share: each goes out to one audience."""

    creates = True
    keys = ()

    def write(self, incident: Incident, said: Data) -> Comment:
        return add_comment(
            incident,
            audience=Audience(said["audience"]),
            body=said.get("body", ""),
            files=said.get("files", []),
            by=self.user,
            at=timezone.now(),
        )

    def address(self, attachment: Attachment) -> str:
        reference = self.kwargs["reference"]
        return reverse("tickets-api:attachment", [reference, attachment.pk], request=self.request)


class Comments(Conversation):
    """The messages that the caller may read."""

    body = bodies.NewComment
    document = shapes.Comment
    parser_classes = [StrictJSONParser, BoundedMultiPartParser]

    def get(self, request: Request, reference: str) -> Response:
        """List the messages, oldest first."""
        incident = self.incident(reference)
        self.asked()
        lines = lines_of(incident, self.user).filter(kind=EventKind.COMMENTED)

        def write(page: list[IncidentEvent]) -> Iterator[Data]:
            messages = messages_at(page, self.user)
            return (self._document(each, incident) for each in messages)

        return self.page(lines, write)

    def post(self, request: Request, reference: str) -> Response:
        """Write to one audience: the client (all), both vendors, or one's own company only."""
        incident = self.incident(reference)
        said = self.read(bodies.NewComment)
        return self.on_incident(
            incident, lambda: Said(self._document(self.write(incident, said), incident), 201)
        )

    def _document(self, comment: Comment, incident: Incident) -> Data:
        return comment_document(comment, incident, reader=self.user, address=self.address)


class Attachments(Conversation):
    """The files of the messages that the caller may read."""

    body = bodies.NewAttachment
    document = shapes.Attachment
    parser_classes = [BoundedMultiPartParser]

    def get(self, request: Request, reference: str) -> Response:
        """List the files, oldest first."""
        incident = self.incident(reference)
        self.asked()
        return self.page(
            files_of(incident, self.user),
            lambda files: (
                attachment_document(each, each.comment, address=self.address) for each in files
            ),
        )

    def post(self, request: Request, reference: str) -> Response:
        """Attach a file, for one audience; a message may go with it."""
        incident = self.incident(reference)
        said = self.read(bodies.NewAttachment)
        return self.on_incident(incident, lambda: self._attach(incident, said))

    def _attach(self, incident: Incident, said: Data) -> Said:
        try:
            comment = self.write(incident, {**said, "files": [said["file"]]})
        except Invalid as refusal:
            errors = {
                "file" if name == "files" else name: refusal.errors[name] for name in refusal.errors
            }
            raise Invalid(refusal.sentence, errors=errors) from refusal
        attachment = comment.attachments.get()
        return Said(attachment_document(attachment, comment, address=self.address), 201)


class OneAttachment(Operation):
    """A file."""

    document = bytes
    content_negotiation_class = Anything

    def get(self, request: Request, reference: str, pk: uuid.UUID) -> FileResponse:
        """Download a file; it never opens in a browser."""
        attachment = attachment_for(self.user, self.incident(reference), pk)
        answer = FileResponse(
            attachment.file.open("rb"),
            as_attachment=True,
            filename=attachment.name,
            content_type="application/octet-stream",
        )
        answer["Content-Security-Policy"] = "sandbox"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "private, no-store"
        return answer
