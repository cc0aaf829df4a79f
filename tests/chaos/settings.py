"""Settings of a chaos run: those of `make run`, and a gateway on this machine is called."""

from portal.settings.development import *  # noqa: F403

WEBHOOKS_INTO_PRIVATE_NETWORKS = True
