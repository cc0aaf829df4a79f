"""Write the e-mail of a dispatch: in its reader's language, in the thread of what it is about.

One interlocutor (domain.md): to a client it goes out under the counter's name and number, whoever
wrote; the author is shown in it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from contracts.choices import Kind
from contracts.models import Configuration, ContractEvent, User
from contracts.statement_words import is_about_statement
from escalation.models import Dispatch, Notification
from escalation.rules.pace import MOST_SHOWN, MOST_SHOWN_WHEN_HELD
from escalation.selectors import answered_since, stood_down
from escalation.use_cases.mail_news import (
    PRODUCT,
    Letter,
    News,
    Subject,
    addressed_to,
    news_page,
    public,
)
from escalation.use_cases.news_of_duty import news_of_roster, news_of_underpinning
from escalation.use_cases.news_of_guarantees import news_of_guarantee
from escalation.use_cases.news_of_outages import news_of_outages
from escalation.use_cases.news_of_statements import news_of_statement
from escalation.use_cases.news_of_systems import news_of_system
from escalation.use_cases.news_of_terms import news_of_terms
from escalation.use_cases.say_outages import is_of_outages
from escalation.wording import as_sentence, say_news_of_incident
from tickets.access import abilities_of
from tickets.choices import Action
from tickets.models import Comment, Incident, IncidentEvent


def mail_of(
    dispatch: Dispatch, news: Sequence[Notification], *, at: datetime
) -> EmailMultiAlternatives:
    """Write the e-mail that leaves at an instant; its reader's right to it was judged before."""
    reader = dispatch.recipient
    with translation.override(reader.language):
        letter = letter_of(dispatch, news, at=at)
        context = {"letter": letter, "language": reader.language}
        text = render_to_string("escalation/mail/body.txt", context)
        page = render_to_string("escalation/mail/body.html", context)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    domain = sender.rpartition("@")[2] or "localhost"
    mail = EmailMultiAlternatives(
        " ".join(letter.subject.split()),
        text,
        from_email=formataddr((letter.counter, sender)),
        to=[reader.email],
        headers={
            # The same whenever it is sent again, so that a doubled one shows as one.
            "Message-ID": f"<{dispatch.key}@{domain}>",
            **_thread(news, domain),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(page, "text/html")
    return mail


def letter_of(dispatch: Dispatch, news: Sequence[Notification], *, at: datetime) -> Letter:
    """Return what a mail says: its last pieces of news spelt out, the others counted."""
    most = MOST_SHOWN_WHEN_HELD if dispatch.held_at else MOST_SHOWN
    told = {each.event_id for each in news[-most:]}
    said = [news_for(each, at=at, told=told) for each in news[-most:]]
    subjects = _by_subject(said)
    counters = {each.counter: each for each in said}
    of_counter = said[-1] if len(counters) == 1 else None
    return Letter(
        subject=_subject(subjects, said),
        greeting_name=dispatch.recipient.name,
        counter=of_counter.counter if of_counter else PRODUCT,
        phone=of_counter.phone if of_counter else "",
        subjects=subjects,
        more=len(news) - len(said),
        page=news_page(),
        choices=public(reverse("escalation:choices")),
    )


def _by_subject(said: Sequence[News]) -> list[Subject]:
    """Put together what is about the same; where one answers is known from the last of it."""
    together: dict[tuple[str, str], list[News]] = {}
    for each in said:
        together.setdefault((each.reference, each.address), []).append(each)
    return [
        Subject(
            reference=of_one[-1].reference,
            title=of_one[-1].title,
            address=of_one[-1].address,
            is_answered_there=of_one[-1].is_answered_there,
            news=of_one,
        )
        for of_one in together.values()
    ]


def _subject(subjects: Sequence[Subject], said: Sequence[News]) -> str:
    if len(subjects) == 1:
        return said[-1].subject
    names = " · ".join(dict.fromkeys(each.reference for each in subjects))
    return _("News of %(subjects)s") % {"subjects": names}


def _thread(news: Sequence[Notification], domain: str) -> dict[str, str]:
    """Return the headers of the thread that a mail belongs to; a mail of several has none."""
    threads = {_thread_of(each) for each in news}
    if len(threads) > 1:
        return {}
    thread = f"<{threads.pop()}@{domain}>"
    return {"In-Reply-To": thread, "References": thread}


def _thread_of(notification: Notification) -> str:
    subjects = {
        "incident": notification.incident_id,
        "contract": notification.contract_id,
        "guarantee": notification.guarantee_request_id,
        "roster": notification.roster_id,
        "underpinning": notification.underpinning_id,
        "configuration": notification.configuration_id,
    }
    return next(f"{name}-{key}" for name, key in subjects.items() if key is not None)


def news_for(
    notification: Notification, *, at: datetime, told: Collection[int | None] = ()
) -> News:
    """Return what a mail that leaves at an instant says to its reader.

    ``told``: the lines of timelines that it tells anyway.
    """
    if notification.event is not None and notification.incident is not None:
        return _of_incident(notification, notification.event, notification.incident, told)
    event = notification.contract_event
    assert event is not None  # noqa: S101  a constraint holds that it is one or the other
    if notification.configuration is not None:
        return _of_configuration(notification, event, notification.configuration, at=at)
    if notification.contract is not None:
        say = news_of_statement if is_about_statement(event) else news_of_terms
        return say(notification, event, notification.contract, at=at)
    if notification.guarantee_request is not None:
        return news_of_guarantee(notification, event, notification.guarantee_request)
    return _of_vendors(notification, event, at=at)


def _of_configuration(
    notification: Notification, event: ContractEvent, configuration: Configuration, *, at: datetime
) -> News:
    if is_of_outages(event):
        return news_of_outages(notification, event, configuration, at=at)
    return news_of_system(notification, event, configuration)


def _of_vendors(notification: Notification, event: ContractEvent, *, at: datetime) -> News:
    if notification.roster is not None:
        return news_of_roster(notification, event, notification.roster, at=at)
    assert notification.underpinning is not None  # noqa: S101  the same constraint
    return news_of_underpinning(notification, event, notification.underpinning)


def _of_incident(
    notification: Notification,
    event: IncidentEvent,
    incident: Incident,
    told: Collection[int | None],
) -> News:
    reader = notification.recipient
    comment = _comment_of(event, incident, reader)
    return News(
        subject=f"[{incident.reference}] {incident.title}",
        reference=incident.reference,
        title=incident.title,
        line=_sentences(event, incident, reader, told),
        message=comment.body if comment else "",
        author=_signed(comment, incident, reader) if comment else "",
        is_answered_there=Action.COMMENT in abilities_of(reader, incident, at=notification.at),
        address=public(reverse("tickets:incident", args=[incident.reference])),
        **addressed_to(reader, incident.manufacturer),
    )


def _sentences(
    event: IncidentEvent, incident: Incident, reader: User, told: Collection[int | None]
) -> str:
    """Say a line, and of a call that leaves late also that somebody took it since, or it ended.

    What is told beside it anyway is not said with every call.
    """
    since = answered_since(event, reader)
    lines = [event, since] if since is not None and since.pk not in told else [event]
    stood = stood_down(lines, reader)
    said = (say_news_of_incident(each, incident, reader=reader, stood_down=stood) for each in lines)
    return " ".join(as_sentence(each) for each in said)


def _comment_of(event: IncidentEvent, incident: Incident, reader: User) -> Comment | None:
    key = event.detail.get("comment")
    if not key:
        return None
    found = Comment.objects.readable_by(reader).filter(pk=key, incident=incident)
    return found.select_related("author__organisation").first()


def _signed(comment: Comment, incident: Incident, reader: User) -> str:
    """Name the author, with the company unless the client is not told which vendor has it."""
    author = comment.author
    says_vendor = reader.kind != Kind.CLIENT or incident.agreement.names_holder_to_client
    if author.organisation.is_vendor and not says_vendor:
        return author.name
    return f"{author.name}, {author.organisation.short_name}"
