"""Reads the forms of a page, so that the bench sends what a person would find there."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_CHOICES = frozenset({"radio", "checkbox"})
_UNSENT = frozenset({"submit", "file", "button"})


@dataclass
class Form:
    """A form of a page: where it is sent, the fields that it has, and what they hold."""

    action: str
    names: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(said.get("action", ""))
            self.forms.append(self._form)
        elif tag in {"input", "textarea", "select"} and self._form and said.get("name"):
            self._form.names.add(said["name"])
            if _is_sent(said):
                self._form.values[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def _is_sent(said: dict[str, str]) -> bool:
    kind = said.get("type", "text")
    return kind not in _UNSENT and (kind not in _CHOICES or "checked" in said)


def form_with(html: str, *names: str) -> Form:
    """Return the first form of a page that has fields of these names.

    :raises LookupError: the page has none.
    """
    reader = _Reader()
    reader.feed(html)
    for form in reader.forms:
        if form.names.issuperset(names):
            return form
    raise LookupError(f"no form with {names}")
