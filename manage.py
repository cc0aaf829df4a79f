#!/usr/bin/env python3
"""Django's command line; development settings unless told otherwise.

In development the embedded PostgreSQL runs for as long as a command does.
"""

import os
import sys

from django.core.management import execute_from_command_line

from portal.embedded.places import CannotRun
from portal.embedded.servers import database_in_use


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    try:
        with database_in_use():
            execute_from_command_line(sys.argv)
    except CannotRun as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
