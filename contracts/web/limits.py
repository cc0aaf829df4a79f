"""How often one address may ask for what anybody may ask for."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

_WINDOW = 60  # seconds


def asks_too_often(request: HttpRequest, *, what: str, most: int) -> bool:
    """Count this request, and tell whether its address has asked more than so often in a minute."""
    address = get_adapter(request).get_client_ip(request)
    key = f"limits:{what}:{address}"
    if cache.add(key, 1, _WINDOW):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # the minute ended just now
        return False
