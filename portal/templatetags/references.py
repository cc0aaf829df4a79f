"""References as links, where their reader may see the incident (``{% load references %}``)."""

import re
from collections.abc import Iterable, Mapping

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from contracts.models import User
from tickets.models import Incident
from tickets.rules import references

register = template.Library()

_WRITTEN = re.compile(rf"{references.PREFIX}[1-9][0-9]{{0,17}}\b")


@register.simple_tag
def readable_incidents(reader: User, written: Iterable[str]) -> set[str]:
    """Return those of the references whose incident a reader may see, by one question for all."""
    named = {found for each in written if (found := references.exact(each))}
    visible = Incident.objects.visible_to(reader).filter(pk__in=named) if named else []
    return {references.written(each.pk) for each in visible}


@register.filter
def linked(words: object, links: Mapping[str, str]) -> object:
    """Make a name that has an address a link to it; anything else stays as it is."""
    address = links.get(str(words))
    return format_html('<a href="{}">{}</a>', address, words) if address else words


@register.filter
def with_incidents(text: str, reader: User) -> SafeString:
    """Return a text with a link from each incident that its reader may see; others stay words."""
    seen = readable_incidents(reader, _WRITTEN.findall(text))
    parts, end = [], 0
    for match in _WRITTEN.finditer(text):
        if match[0] in seen:
            address = reverse("tickets:incident", args=[match[0]])
            link = format_html('<a href="{}">{}</a>', address, match[0])
            parts += [conditional_escape(text[end : match.start()]), link]
            end = match.end()
    return mark_safe("".join([*parts, conditional_escape(text[end:])]))  # noqa: S308  escaped above
