from pathlib import Path

import pytest
from django.template import Origin, engines
from django.template.backends.django import DjangoTemplates

from portal.templating import Loader


@pytest.fixture
def loader() -> Loader:
    django = engines["django"]
    assert isinstance(django, DjangoTemplates)
    return Loader(django.engine)


def written(folder: Path, name: str, text: str) -> Origin:
    path = folder / name
    path.write_text(text)
    return Origin(name=str(path), template_name=name)


def test_a_page_is_sent_without_its_indentation_and_keeps_its_lines(
    loader: Loader, tmp_path: Path
) -> None:
    page = written(tmp_path, "page.html", "<ul>\n  <li>one two</li>\n\t  <li>three</li>\n\n</ul>\n")

    assert loader.get_contents(page) == "<ul>\n<li>one two</li>\n<li>three</li>\n\n</ul>\n"


def test_a_mail_stays_as_it_was_written(loader: Loader, tmp_path: Path) -> None:
    mail = written(tmp_path, "body.txt", "Hello,\n\n    quoted\n")

    assert loader.get_contents(mail) == "Hello,\n\n    quoted\n"
