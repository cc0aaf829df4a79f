"""Templates are laid out for people; browsers get them without their indentation."""

import re

from django.template import Origin
from django.template.loaders import app_directories

_INDENTATION = re.compile(r"\n[ \t]+")


class Loader(app_directories.Loader):
    """Drops the indentation of HTML templates when they are compiled, which costs nothing later.

    Lines stay where they are, so that an error still names the right one.
    """

    def get_contents(self, origin: Origin) -> str:
        written = super().get_contents(origin)
        is_html = str(origin.template_name).endswith(".html")
        return _INDENTATION.sub("\n", written) if is_html else written
