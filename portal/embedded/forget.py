"""Removes all that the portal keeps on this machine: `python -m portal.embedded.forget`."""

import os
import shutil
import sys
from pathlib import Path

from portal.embedded.places import CannotRun
from portal.embedded.servers import broker_in, cluster_in


def forget(var: Path) -> None:
    """Stop the embedded servers and remove the folder; refused while the portal runs."""
    if not var.exists():
        return
    cluster_in(var).forget()
    broker_in(var).stop()
    shutil.rmtree(var)


if __name__ == "__main__":
    try:
        forget(Path(os.environ.get("VAR_DIR") or "var").resolve())
    except (CannotRun, OSError) as refusal:
        sys.exit(str(refusal))
