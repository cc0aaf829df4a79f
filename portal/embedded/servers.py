"""Which embedded servers the settings ask for, and how long they run."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.embedded.broker import Broker
from portal.embedded.postgres import Cluster


def cluster_in(var: Path) -> Cluster:
    """Return the PostgreSQL of this folder."""
    return Cluster(var / "postgres", "guichet")


def broker_in(var: Path) -> Broker:
    """Return the Redis of this folder."""
    return Broker(var / "redis")


def database_in_use() -> AbstractContextManager[None]:
    """Keep the embedded PostgreSQL running meanwhile, where the settings rely on it."""
    try:
        relies_on_it = getattr(settings, "USES_EMBEDDED_CLUSTER", False)
    except (ImproperlyConfigured, ImportError):
        return nullcontext()  # Django's command line says what is wrong with the settings
    cluster: Cluster | None = getattr(settings, "EMBEDDED_CLUSTER", None)
    return cluster.in_use() if relies_on_it and cluster else nullcontext()


def broker_in_use() -> AbstractContextManager[None]:
    """Keep the embedded Redis running meanwhile, where the settings rely on it."""
    broker = _broker()
    return broker.in_use() if broker else nullcontext()


def broker_is_gone() -> bool:
    """Tell whether the embedded Redis on which the settings rely has ended by itself."""
    broker = _broker()
    return broker is not None and broker.is_gone()


def _broker() -> Broker | None:
    broker: Broker | None = getattr(settings, "EMBEDDED_BROKER", None)
    return broker if getattr(settings, "USES_EMBEDDED_BROKER", False) else None
