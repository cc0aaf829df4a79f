"""The mail that went out on this machine, for operators; its address exists in development only."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contracts.access import is_operator

_MOST = 100
_BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Mail:
    """One mail as a person reads it."""

    date: str
    sender: str
    recipients: str
    subject: str
    text: str


@require_safe
@login_required
def dev_mail(request: HttpRequest) -> HttpResponse:
    """Show the newest mails; to anybody but an operator the page does not exist."""
    if not is_operator(request.user):
        raise Http404
    mails = _newest_mails(Path(settings.DEV_MAIL_FOLDER))
    return render(request, "portal/dev_mail.html", {"mails": mails})


def _newest_mails(folder: Path) -> list[Mail]:
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    mails: list[Mail] = []
    for file in files[:_MOST]:
        pieces = (piece.strip(b"\n") for piece in file.read_bytes().split(_BETWEEN_MAILS))
        mails += reversed([_mail(piece) for piece in pieces if piece])
    return mails[:_MOST]


def _mail(raw: bytes) -> Mail:
    message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    return Mail(
        date=message.get("Date", ""),
        sender=message.get("From", ""),
        recipients=message.get("To", ""),
        subject=message.get("Subject", ""),
        text=body.get_content() if body else "",
    )
