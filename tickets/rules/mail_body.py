"""What an e-mail says and carries: its text, plain or from HTML, and its files."""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from html.parser import HTMLParser
from typing import cast

from tickets.rules.mail_headers import decoded, text_from

_SIGNATURES = frozenset(
    f"application/{kind}" for kind in ("pkcs7-signature", "x-pkcs7-signature", "pgp-signature")
)
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BLOCKS = frozenset(
    {
        *("p", "div", "br", "table", "tr", "ul", "ol", "li", "pre", "hr", "blockquote"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "section", "article"),
    }
)
_TOO_MANY_LINES = re.compile(r"\n{3,}")

# What looks like a marked section and is none stops the parser of Python 3.11 with an assertion.
_NO_SECTION = re.compile(
    r"<!\[(?!(?:if|else|endif|temp|cdata|ignore|include|rcdata)(?![-_.a-z0-9]))", re.IGNORECASE
)


@dataclass(frozen=True)
class MailedFile:
    """A file of an e-mail, as its sender named it."""

    name: str
    content_type: str
    content: bytes


def text_of(message: Message) -> str:
    """Return the plain text, else the HTML stripped to text; nothing that a row cannot keep."""
    written = [part for part in _leaves(message) if _is_written(part)]
    for kind, read in (("text/plain", str), ("text/html", text_of_html)):
        texts = [read(_content(part)) for part in written if part.get_content_type() == kind]
        if any(text.strip() for text in texts):
            return tidied("\n\n".join(texts))
    return ""


def files_of(message: Message) -> list[MailedFile]:
    """Return the files: attached ones first, then pictures that stand within the text."""
    parts = [part for part in _leaves(message) if _is_file(part)]
    parts.sort(key=lambda part: part.get_content_disposition() != "attachment")
    return [MailedFile(_name_of(part), part.get_content_type(), _bytes(part)) for part in parts]


def tidied(text: str) -> str:
    """Return a text with plain line ends, no null bytes, and no more than one empty line."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace("\xa0", " ")
    lines = [line.rstrip() for line in plain.split("\n")]
    return _TOO_MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def text_of_html(html: str) -> str:
    """Return the text of an HTML page; what it quotes is marked as in plain mails."""
    reader = _HtmlReader()
    reader.feed(_NO_SECTION.sub("&lt;![", html))
    reader.close()
    return "".join(reader.pieces)


class _HtmlReader(HTMLParser):
    """Collects text, a line per block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        self._quoted += tag == "blockquote"
        if tag in _BLOCKS:
            self._break("- " if tag == "li" else "")
        elif tag in {"td", "th"}:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        self._quoted -= tag == "blockquote" and self._quoted > 0
        if tag in _BLOCKS - {"br"}:
            self._break("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            words = re.sub(r"[\s]+", " ", data)
            at_begin = not self.pieces or self.pieces[-1].endswith(("\n", "> ", "- "))
            self.pieces.append(words.lstrip() if at_begin else words)

    def _break(self, mark: str) -> None:
        self.pieces.append("\n" + "> " * self._quoted + mark)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something; a mail within the mail is one of them."""
    content = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(content, list):
        yield message
        return
    for part in cast("list[Message]", content):
        yield from _leaves(part)


def _is_written(part: Message) -> bool:
    is_text = part.get_content_type() in {"text/plain", "text/html"}
    return is_text and part.get_content_disposition() != "attachment" and not part.get_filename()


def _is_file(part: Message) -> bool:
    if part.get_content_type() in _SIGNATURES:
        return False
    is_named = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return is_named or part.get_content_maintype() not in {"text", "multipart"}


def _content(part: Message) -> str:
    return text_from(_bytes(part), part.get_content_charset() or "")


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content
    within = part.get_payload()
    return b"".join(each.as_bytes() for each in within if isinstance(each, Message))


def _name_of(part: Message) -> str:
    name = decoded(part.get_filename() or "")
    if name:
        return name
    if part.get_content_type() == "message/rfc822":
        return "message.eml"
    return "file" + (mimetypes.guess_extension(part.get_content_type()) or "")
