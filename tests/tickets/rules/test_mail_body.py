"""What a mail says and carries, and where an answer ends."""

from email import message_from_bytes

import pytest

from tickets.rules.mail_body import files_of, text_of, text_of_html
from tickets.rules.quoted_replies import without_quotation

BOTH = b"""Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/html; charset=utf-8

<p>rich</p>
--b
Content-Type: text/plain; charset=utf-8

plain
--b--
"""


def test_plain_text_is_preferred() -> None:
    assert text_of(message_from_bytes(BOTH)) == "plain"


def test_html_is_read_where_the_plain_text_is_empty() -> None:
    assert text_of(message_from_bytes(BOTH.replace(b"\nplain\n", b"\n \n"))) == "rich"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b", "a\nb"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ("<style>x</style>1 &lt; 2<script>y</script>", "1 < 2"),
        ("<blockquote>old<br>older</blockquote>new", "> old\n> older\nnew"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("</script></blockquote>a", "a"),
    ],
)
def test_html_becomes_lines(html: str, text: str) -> None:
    message = message_from_bytes(b"Content-Type: text/html; charset=utf-8\n\n" + html.encode())

    assert text_of(message) == text
    assert "<" not in text_of_html(html).replace("1 < 2", "")


def test_a_forwarded_mail_is_a_file() -> None:
    message = message_from_bytes(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n"
        b"--b\nContent-Type: message/rfc822\n\nSubject: old\n\nold text\n--b--\n"
    )

    (file,) = files_of(message)
    assert text_of(message) == "See below."
    assert (file.name, file.content_type) == ("message.eml", "message/rfc822")
    assert b"old text" in file.content


def test_attached_files_come_before_pictures_within_and_signatures_are_none() -> None:
    parts = [
        b"Content-Type: image/png\nContent-ID: <1>",
        b"Content-Type: application/pkcs7-signature; name=smime.p7s",
        b"Content-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''%C3%A9.txt",
    ]
    body = b"".join(b"--b\n" + part + b"\n\nx\n" for part in parts)
    message = message_from_bytes(b"Content-Type: multipart/mixed; boundary=b\n\n" + body + b"--b--")

    assert [file.name for file in files_of(message)] == ["é.txt", "file.png"]


OLD = "> Hello,\n>\n> restart node 2"
CUT = [
    f"Done.\n\nOn Mon, 23 Nov 2026 at 09:58, Compaq <x@y.example> wrote:\n{OLD}",
    f"Done.\n\nOn Monday, 23 November 2026 at 09:58,\nCompaq <x@y.example> wrote:\n\n{OLD}",
    f"Done.\n\nLe 23/11/2026 à 09:58, Compaq a écrit :\n{OLD}",
    f"Done.\n\nLe lun. 23 nov. 2026 à 09:58, Compaq <x@y.example>\na écrit\u00a0:\n\n{OLD}",
    "Done.\n\n-----Original Message-----\nFrom: Compaq\nHello",
    "Done.\n\n-----Message d'origine-----\nDe : Compaq\nBonjour",
    f"Done.\n\n{'_' * 32}\nDe : Compaq\nEnvoyé : lundi\nÀ : Clara\nObjet : x\n\nOld",
    "Done.\n\nFrom: Compaq\nSent: Monday\nTo: Clara\nSubject: x\n\nOld",
]


@pytest.mark.parametrize("text", CUT)
def test_what_is_quoted_below_is_cut(text: str) -> None:
    assert without_quotation(text) == "Done."


WHOLE = [
    "Done.",
    f"On Monday Compaq wrote:\n{OLD}",
    f"My answers.\n\nOn Monday Compaq wrote:\n{OLD}\nNo, node 1.\n> and then?\nNothing.",
    f"{OLD}\nDone, below.",
    "On that day he wrote: nothing works.\nIt still does not.",
    "The log says\nFrom: node 1\nand no more",
    "-----Original Message-----\nFrom: Compaq\nHello",
    "Le script a écrit :\nerreur 5\nerreur 6",
]


@pytest.mark.parametrize("text", WHOLE)
def test_in_doubt_nothing_is_cut(text: str) -> None:
    assert without_quotation(text) == text


@pytest.mark.parametrize("broken", ["<![x[", "<![\0", "<![", "<![ifx>", "<![a-b["])
def test_what_looks_like_a_marked_section_loses_no_word(broken: str) -> None:
    assert text_of_html(f"<p>before</p>{broken} after").split()[0] == "before"
    assert text_of_html(f"{broken} after").endswith("after")


def test_the_conditions_of_mail_programs_are_passed_over() -> None:
    assert text_of_html("<![if !mso]>Hello<![endif]>") == "Hello"
