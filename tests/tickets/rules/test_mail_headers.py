"""Who sent a mail, whether that is proven, whether a machine wrote it."""

from email import message_from_bytes
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.rules.mail_body import files_of, text_of
from tickets.rules.mail_headers import (
    decoded,
    incidents_named,
    is_automatic,
    is_proven,
    message_id_of,
    sender_of,
    subject_of,
)
from tickets.rules.quoted_replies import without_quotation

FROM = "From: Clara <clara@vauquelin.example>"
US = "mx.guichet.example"


def _mail(*headers: str) -> Message:
    return message_from_bytes("\n".join([*headers, "", "text"]).encode())


PROVEN = [
    f"{US}; dmarc=pass header.from=vauquelin.example",
    f"{US}; dmarc=pass",
    f"{US} 1; DMARC=PASS (p=reject) header.from=Vauquelin.Example",
    "MX.guichet.example; spf=pass smtp.mailfrom=vauquelin.example",
    f"{US}; spf=pass (sender SPF authorized; see (it)) smtp.mailfrom=bounce@vauquelin.example",
    f'{US}; spf=pass smtp.mailfrom="clara@vauquelin.example"; dmarc=none',
    f"{US};\n dkim=fail header.d=vauquelin.example;\n dmarc=pass header.from=vauquelin.example",
]
NOT_PROVEN = [
    f"{US}; none",
    f"{US}",
    f"{US}; dmarc=fail header.from=vauquelin.example",
    f"{US}; dmarc=pass header.from=spam.example",
    f"{US}; spf=pass smtp.mailfrom=spam.example",
    f"{US}; spf=pass smtp.mailfrom=vauquelin.example.spam.example",
    f"{US}; spf=pass smtp.mailfrom=x.vauquelin.example",
    f"{US}; spf=pass smtp.helo=vauquelin.example",
    f"{US}; spf=softfail smtp.mailfrom=clara@vauquelin.example",
    f"{US}; spf=pass smtp.mailfrom=clara@vauquelin.example; dmarc=fail",
    f"{US}; dkim=pass header.d=vauquelin.example",
    f"{US} (dmarc=pass); none",
    f'{US}; none (";dmarc=pass header.from=vauquelin.example")',
    f"{US}.spam.example; dmarc=pass header.from=vauquelin.example",
    "mx.spam.example; dmarc=pass header.from=vauquelin.example",
    f"({US}) mx.spam.example; dmarc=pass header.from=vauquelin.example",
    "",
]


@pytest.mark.parametrize("results", PROVEN)
def test_our_server_vouches_for_the_sender(results: str) -> None:
    assert is_proven(_mail(f"Authentication-Results: {results}", FROM), trusted=US)


@pytest.mark.parametrize("results", NOT_PROVEN)
def test_nobody_vouches_for_the_sender(results: str) -> None:
    assert not is_proven(_mail(f"Authentication-Results: {results}", FROM), trusted=US)


def test_only_the_topmost_word_counts() -> None:
    ours, theirs = (f"Authentication-Results: {each}" for each in (NOT_PROVEN[2], PROVEN[0]))

    assert not is_proven(_mail(ours, theirs, FROM), trusted=US)
    assert is_proven(_mail(theirs, ours, FROM), trusted=US)


def test_without_a_word_or_a_trusted_server_nobody_is_proven() -> None:
    word = f"Authentication-Results: {PROVEN[0]}"

    assert not is_proven(_mail(FROM), trusted=US)
    assert not is_proven(_mail(word, FROM), trusted="")
    assert not is_proven(_mail(f"Authentication-Results: ; {PROVEN[0]}", FROM), trusted="")


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ([FROM], "clara@vauquelin.example"),
        (['From: "a@b.example" <Clara@Vauquelin.example>'], "clara@vauquelin.example"),
        (["From: clara@vauquelin.example (Clara)"], "clara@vauquelin.example"),
        (["From: =?utf-8?q?a=40b=2Eexample_=3Cx=40y=2Eexample=3E?= <c@v.example>"], "c@v.example"),
        ([FROM, "From: mia@microsoft.example"], ""),
        (["From: a@b.example, c@d.example"], ""),
        (["From: clara"], ""),
        (["From: a@b@c.example"], ""),
        ([], ""),
    ],
)
def test_there_is_one_sender_or_none(headers: list[str], address: str) -> None:
    assert sender_of(_mail(*headers)) == address


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Generated; owner-email=x",
        "Precedence: bulk",
        "Precedence: LIST",
        "Precedence: junk",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
    ],
)
def test_a_machine_wrote_it(header: str) -> None:
    assert is_automatic(_mail(FROM, header))


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: no", "Precedence: first-class", "Return-Path: <a@b.example>", "X: y"],
)
def test_a_person_wrote_it(header: str) -> None:
    assert not is_automatic(_mail(FROM, header))


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("RE: Re[2]: FW: TR : panne", "panne"),
        ("Réponse tardive", "Réponse tardive"),
        ("=?iso-8859-1?Q?=E9teint?= =?utf-8?B?w6l0w6k=?=", "éteintété"),
        ("=?utf-8?B?broken", "=?utf-8?B?broken"),
        ("a\n b", "a b"),
    ],
)
def test_a_subject_is_read_without_the_marks_of_replies(raw: str, subject: str) -> None:
    assert subject_of(_mail(f"Subject: {raw}")) == subject


@pytest.mark.parametrize("raw", ["=?utf-8?B?a?=", "=?x-unknown?Q?=E9?=", "=?utf-8?Q?=FF=00?="])
def test_a_broken_header_is_text_all_the_same(raw: str) -> None:
    assert "\0" not in decoded(raw)


def test_incidents_are_named_by_subject_then_by_thread() -> None:
    mail = _mail(
        "Subject: Re: [INC-100002] and inc 100003, not zinc-100009",
        "References: <incident-100001@guichet.example> <incident-5@elsewhere.example>",
        "In-Reply-To: <incident-100002@guichet.example>",
    )

    assert incidents_named(mail, domain="guichet.example") == [100002, 100003, 100001]


@pytest.mark.parametrize(
    "header", ["Message-ID:", "Message-ID: none", f"Message-ID: <{'x' * 300}>"]
)
def test_a_name_that_cannot_be_kept_is_none(header: str) -> None:
    assert message_id_of(_mail(header)) == ""


_PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [
            *(
                b"\n",
                b"\n\n",
                b"\r\n",
                b"Subject: =?utf-8?B?",
                b"?=",
                b"From: <",
                b"--b\n",
                b"--b--",
            ),
            *(b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: message/rfc822\n"),
            *(b"Content-Type: text/html; charset=\xff\n", b"Content-Transfer-Encoding: base64\n"),
            *(b"Content-Disposition: attachment; filename*=x''%ff\n", b"<blockquote>", b"<![x["),
            *(b"Authentication-Results: mx;(((", b"References: <incident-1@x>\n", b"Message-ID: <"),
        ]
    ),
)


@given(st.lists(_PIECES, max_size=12))
def test_any_bytes_are_read_as_something(pieces: list[bytes]) -> None:
    message = message_from_bytes(b"".join(pieces))

    text = text_of(message)
    for said in (text, subject_of(message), sender_of(message), without_quotation(text)):
        said.encode()
        assert "\0" not in said
    assert all(isinstance(each.content, bytes) for each in files_of(message))
    assert isinstance(is_automatic(message), bool)
    assert not is_proven(message, trusted=US)
    assert isinstance(incidents_named(message, domain="x"), list)
