"""ETags of live pages: what was shown, and a mark of how far, such as an instant or a count."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def marked(tag: str, mark: str) -> str:
    """Put a mark behind a quoted ETag; two tags are the same if all before the mark is."""
    return f'{tag.removesuffix(chr(34))}.{mark}"'


def mark_of(request: HttpRequest) -> tuple[str, str]:
    """Return the ETag that the browser has, and its mark; both empty where it has none."""
    held = request.headers.get("If-None-Match", "").removeprefix("W/")
    tag, _, mark = held.removesuffix('"').partition(".")
    return (f'{tag}"', mark) if tag else ("", "")


def stamped(tag: str, at: datetime) -> str:
    """Mark an ETag with the instant at which the page was made."""
    return marked(tag, f"{int(at.timestamp()):x}")


def seen_at(request: HttpRequest, tag: str) -> datetime | None:
    """Return until when the browser is up to date; None when nothing has changed since."""
    held, mark = mark_of(request)
    if held == tag:
        return None
    try:
        return datetime.fromtimestamp(int(mark, 16), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return _EVER


def not_modified(request: HttpRequest) -> HttpResponse:
    """Answer that the browser is up to date."""
    answer = HttpResponseNotModified()
    answer["ETag"] = request.headers["If-None-Match"]
    return answer
