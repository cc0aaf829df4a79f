"""What an e-mail's headers say: who sent it, whether that is proven, whether a machine wrote it.

They are read raw and decoded here, so that a header that breaks the rules loses no mail.
"""

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from tickets.rules import references

_LONGEST_ID = 255
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_PROPERTY = re.compile(r"([a-z0-9.-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)
_REPLY_MARKS = re.compile(
    r"^\s*(?:(?:re|rép|rep|aw|fw|fwd|tr)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
_IN_BULK = frozenset({"bulk", "list", "junk"})


def values_of(message: Message, name: str) -> list[str]:
    """Return the values of a header from the top, unfolded and not decoded yet."""
    return [
        " ".join(_readable(str(value)).split())
        for each, value in message.raw_items()
        if each.lower() == name.lower()
    ]


def first_of(message: Message, name: str) -> str:
    """Return the topmost value of a header, or nothing."""
    return next(iter(values_of(message, name)), "")


def decoded(raw: str) -> str:
    """Return a header's text; one whose encoding is broken, as it stands."""
    try:
        chunks = decode_header(raw)
    except (HeaderParseError, ValueError):
        return raw
    text = "".join(
        chunk if isinstance(chunk, str) else text_from(chunk, charset or "")
        for chunk, charset in chunks
    )
    return " ".join(_printable(text).split())


def text_from(content: bytes, charset: str) -> str:
    """Decode bytes by what they claim to be, else by what they look like; nothing is lost."""
    for each in (charset, "utf-8"):
        try:
            return content.decode(each)
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", errors="replace")


def subject_of(message: Message) -> str:
    """Return the subject without the marks of replies."""
    return _REPLY_MARKS.sub("", decoded(first_of(message, "Subject")))


def sender_of(message: Message) -> str:
    """Return the one address of the one From header, small letters; else nothing.

    It is taken apart before it is decoded: no encoded word can pretend to be an address.
    """
    headers = values_of(message, "From")
    addresses = [address for _name, address in getaddresses(headers)]
    if len(headers) != 1 or len(addresses) != 1:
        return ""
    address = addresses[0].lower()
    local, _, domain = address.rpartition("@")
    return address if local and domain and address.isascii() and "@" not in local else ""


def message_id_of(message: Message) -> str:
    """Return the mail's own name; nothing when it has none that can be kept."""
    found = _MESSAGE_ID.search(first_of(message, "Message-ID"))
    return found[0] if found and len(found[0]) <= _LONGEST_ID else ""


def incidents_named(message: Message, *, domain: str) -> list[int]:
    """Return the numbers of the incidents that a mail may answer, the likeliest first.

    The subject names them; else the portal's own thread among the mails it refers to.
    """
    thread = re.compile(rf"<incident-([0-9]{{1,18}})@{re.escape(domain)}>", re.IGNORECASE)
    named = references.found_in(decoded(first_of(message, "Subject")))
    for header in ("References", "In-Reply-To"):
        named += [int(each) for each in thread.findall(first_of(message, header))]
    return list(dict.fromkeys(named))


def is_automatic(message: Message) -> bool:
    """Tell whether a machine wrote it: answering that would make two machines talk for ever."""
    submitted = first_of(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or first_of(message, "Precedence").lower() in _IN_BULK
        or first_of(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
    )


def is_proven(message: Message, *, trusted: str) -> bool:
    """Tell whether our own mail server vouches for the From address (RFC 8601).

    Only the topmost Authentication-Results counts, and only with the server's own name: whoever
    writes a mail can put others below.
    """
    server, methods = _results(first_of(message, "Authentication-Results"))
    domain = sender_of(message).rpartition("@")[2]
    if not domain or not trusted or server != trusted.lower():
        return False
    verdicts = dict(reversed([(name, result) for name, result, _said in methods]))
    if verdicts.get("dmarc") == "fail":
        return False
    return any(
        (name == "dmarc" and said.get("header.from", domain) == domain)
        or (name == "spf" and said.get("smtp.mailfrom", "").rpartition("@")[2] == domain)
        for name, result, said in methods
        if result == "pass"
    )


def _results(header: str) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
    """Return the server's name, and of each method its result and what it is about."""
    server, *parts = [part.strip() for part in _without_comments(header).split(";")]
    methods = []
    for part in parts:
        found = [
            (name.lower(), value.strip('"').lower()) for name, value in _PROPERTY.findall(part)
        ]
        if found:
            (name, result), *said = found
            methods.append((name, result, dict(said)))
    return (server.split() or [""])[0].lower(), methods


def _without_comments(text: str) -> str:
    """Return a header without what stands in parentheses, nested ones too."""
    return "".join(_outside_parentheses(text))


def _outside_parentheses(text: str) -> Iterator[str]:
    depth, is_quoted = 0, False
    for letter in text:
        if letter == '"' and not depth:
            is_quoted = not is_quoted
        depth += (letter == "(") and not is_quoted
        if not depth:
            yield letter
        depth -= (letter == ")") and not is_quoted and depth > 0


def _readable(value: str) -> str:
    """Return a raw header whose bytes beyond ASCII are read as UTF-8, else as Western letters."""
    return text_from(value.encode("utf-8", "surrogateescape"), "")


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
