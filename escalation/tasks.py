"""Every Celery task, each one call long; the clock is read here."""

from functools import partial

from celery import shared_task
from django.utils.timezone import now

from contracts.use_cases.close_month import close_last_months
from contracts.use_cases.keep_answer_days import let_silence_agree, remind_of_responsibility
from contracts.use_cases.remind_of_answers import remind_of_answers
from contracts.use_cases.submit_once import forget_old_submissions
from contracts.use_cases.warn_of_gaps import warn_of_gaps
from escalation.choices import Medium, Sweep
from escalation.use_cases.audit_escalation import audit_escalation
from escalation.use_cases.beat_heart import beat_heart
from escalation.use_cases.check_clocks import check_clocks
from escalation.use_cases.follow_event import follow_event, follow_left_behind
from escalation.use_cases.follow_register import follow_register, follow_register_left_behind
from escalation.use_cases.forget_sessions import forget_expired_sessions
from escalation.use_cases.learn_from_corrections import learn_from_corrections
from escalation.use_cases.note_run import noted
from escalation.use_cases.send_dispatch import send_dispatch, send_due
from escalation.use_cases.sweep_due import sweep_due
from tickets.use_cases.close_undisputed import close_undisputed


@shared_task
def follow(*, event_id: int) -> None:
    """Follow one event of the tickets' journal."""
    follow_event(event_id, at=now())


@shared_task
def follow_news(*, event_id: int) -> None:
    """Follow one event of the register's journal."""
    follow_register(event_id, at=now())


@shared_task
def deliver(*, dispatch_id: int) -> None:
    """Send one e-mail; while many are sent so, the sweep of mails waits its turn behind them."""
    noted(Sweep.MAIL, partial(send_dispatch, dispatch_id), at=now())


@shared_task
def call(*, dispatch_id: int) -> None:
    """Call one webhook; while many are called so, the sweep of calls waits behind them."""
    noted(Sweep.CALL, partial(send_dispatch, dispatch_id), at=now())


@shared_task
def sweep() -> None:
    """Follow what lost messages left behind."""
    follow_left_behind(at=now())


@shared_task
def sweep_news() -> None:
    """Follow what lost messages left behind of the register's news."""
    follow_register_left_behind(at=now())


@shared_task
def sweep_due_actions() -> None:
    """Do what is due: climb, call, warn."""
    sweep_due(at=now())


@shared_task
def remind() -> None:
    """Say which change notices have waited too long for their answer."""
    noted(Sweep.REMIND, remind_of_answers, at=now())


@shared_task
def remind_of_shares() -> None:
    """Say which answers on whose an outage was are due within two days."""
    noted(Sweep.SHARES, remind_of_responsibility, at=now())


@shared_task
def deem_agreed() -> None:
    """Deem agreed what nobody answered in its days, where the contract says so."""
    noted(Sweep.DEEM, let_silence_agree, at=now())


@shared_task
def look_ahead() -> None:
    """Say which gaps in duty rosters come within a week."""
    noted(Sweep.GAPS, warn_of_gaps, at=now())


@shared_task
def close_months() -> None:
    """Say of which contracts the month is over, so that its statement can be issued."""
    noted(Sweep.MONTHS, close_last_months, at=now())


@shared_task
def sweep_mail() -> None:
    """Send the e-mails that are due."""
    send_due(Medium.EMAIL, clock=now)


@shared_task
def sweep_webhooks() -> None:
    """Call the webhooks for which news is due."""
    send_due(Medium.WEBHOOK, clock=now)


@shared_task
def audit() -> None:
    """Look for what should have happened and did not."""
    audit_escalation(at=now())


@shared_task(soft_time_limit=1800, time_limit=1830)
def check() -> None:
    """Replay every open clock, and raise an alarm where the stored deadline differs."""
    check_clocks(at=now())


@shared_task
def close_resolved() -> None:
    """Close what nobody has disputed."""
    noted(Sweep.CLOSE, close_undisputed, at=now())


@shared_task(soft_time_limit=300, time_limit=330)
def learn_to_route() -> None:
    """Let a challenger of the router learn from the last corrections, and try it."""
    noted(Sweep.LEARN, learn_from_corrections, at=now())


@shared_task
def heartbeat() -> None:
    """Tell the watcher outside that the sweeps run and that the audit found nothing undone."""
    beat_heart(at=now())


@shared_task
def forget_submissions() -> None:
    """Forget the keys of requests that are older than a day."""
    noted(Sweep.KEYS, forget_old_submissions, at=now())


@shared_task
def forget_sessions() -> None:
    """Forget the sessions that expired more than a day ago."""
    noted(Sweep.SESSIONS, forget_expired_sessions, at=now())
