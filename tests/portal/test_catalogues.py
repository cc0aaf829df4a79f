import gettext
import os
from pathlib import Path

from portal.catalogues import compile_catalogues

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
