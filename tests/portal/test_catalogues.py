import gettext
import os
import re
from pathlib import Path

import polib
from django.conf import settings

from portal.catalogues import compile_catalogues

_FRENCH = Path(settings.ROOT) / "portal/locale/fr/LC_MESSAGES/django.po"
_OF_PRODUCTS = {"What an outage costs you, what has failed before, whom to call."}
_CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Late"
msgstr "En retard"
"""


def test_a_catalogue_is_compiled_without_gettext(tmp_path: Path) -> None:
    source = tmp_path / "fr" / "django.po"
    source.parent.mkdir()
    source.write_text(_CATALOGUE, encoding="utf-8")

    compile_catalogues([tmp_path])

    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Late") == "En retard"


def test_only_what_changed_is_compiled_again(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text(_CATALOGUE, encoding="utf-8")
    compile_catalogues([tmp_path])

    unchanged = compile_catalogues([tmp_path])
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    changed = compile_catalogues([tmp_path])

    assert unchanged == []
    assert changed == [source]


def test_an_outage_has_one_name_in_french() -> None:
    """Products fail (panne); what a client has is an interruption, on every page."""
    said_otherwise = [
        entry.msgid
        for entry in polib.pofile(str(_FRENCH))
        if re.search(r"\boutages?\b|\bdown since\b", entry.msgid, re.IGNORECASE)
        and "panne" in entry.msgstr.lower()
        and entry.msgid not in _OF_PRODUCTS
        and not entry.obsolete
    ]
    assert said_otherwise == []
