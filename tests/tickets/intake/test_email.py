"""Mails on file in, incidents and replies out."""

from datetime import timedelta

import pytest

from contracts.choices import Impact, Kind
from contracts.models import Configuration
from contracts.rules.refusal import Forbidden
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.tickets.intake.letters import NUMBER, on_file, plain, receipt_of, taken
from tickets.choices import Audience, Channel, EventKind, MailFault, Outside, Status
from tickets.intake.email import SenderRefused, receive
from tickets.models import Comment, Incident, IncidentEvent, ReceivedMail
from tickets.selectors.mailed_place import NoContract
from tickets.use_cases.move_incident import close_incident, resolve_incident, wait_for_client

SOON = MORNING - timedelta(minutes=10)


def _fault(incident: Incident) -> str:
    line = incident.events.filter(kind=EventKind.MAIL_READ, audience=Audience.VENDORS).first()
    return str(line.detail["fault"]) if line else ""


ON_FILE = {
    "broken_disk": ("FR-7402-9183-63 : disque en panne, accès très lent", "l'accès est très lent."),
    "suspect_database": ("Payroll database “suspect” – system fr 7402 9183 63", "naïve restart"),
    "outlook_html_only": ("Exchange refuse les connexions – 7402 9183 63", "- OWA : erreur 503"),
    "raw_latin1": ("Système arrêté : n° 7402 9183 63", "voyant éteint."),
    "unknown_charset": ("Serveur muet éteint FR-7402-9183-63", "Le serveur est éteint et ne"),
}


@pytest.mark.parametrize("name", ON_FILE)
def test_a_mail_opens_an_incident_on_the_system_that_its_subject_names(
    house: House, name: str
) -> None:
    contracts.configuration("Accounting", house.contract, signed_by=(house.helen, house.max))

    opened = taken(on_file(name))

    title, words = ON_FILE[name]
    assert (opened.configuration, opened.client) == (house.payroll, house.vauquelin)
    assert (opened.title, opened.channel, opened.impact) == (title, Channel.EMAIL, Impact.DEGRADED)
    assert words in opened.description
    assert (opened.opened_by, opened.contact_phone) == (house.clara, house.clara.phone)
    assert opened.status == Status.OPEN
    assert _fault(opened) == ""


def test_html_is_stripped_to_what_a_person_read(house: House) -> None:
    said = taken(on_file("outlook_html_only")).description

    assert "l’événement 9646 revient <toutes les 5 minutes>." in said
    assert not any(word in said for word in ("alert", "font-family", "<DIV", "Message\n"))


def test_the_only_system_of_a_client_needs_no_number(house: House) -> None:
    assert taken(plain(house.clara, "Slow")).configuration == house.payroll


def test_one_of_several_systems_is_not_guessed(house: House) -> None:
    contracts.configuration("Accounting", house.contract, signed_by=(house.helen, house.max))

    opened = taken(plain(house.clara, "Slow"))

    assert (opened.configuration, opened.contract) == (None, house.contract)
    assert opened.outside_guarantee == Outside.NO_CONFIGURATION
    assert _fault(opened) == MailFault.NO_NUMBER


WRONG = {
    "FR-7402-9183-36 slow": MailFault.MISTYPED,
    "mon numéro est 7402 9138 63 merci": MailFault.MISTYPED,
    "FR-1234-5678-89 slow": MailFault.UNKNOWN,
    "BE-7402-9183-63 slow": MailFault.UNKNOWN,
}


@pytest.mark.parametrize("subject", WRONG)
def test_a_wrong_number_is_written_down_for_the_vendors_and_refuses_nothing(
    house: House, subject: str
) -> None:
    opened = taken(plain(house.clara, subject))

    line = opened.events.get(kind=EventKind.MAIL_READ, audience=Audience.VENDORS)
    assert opened.configuration is None
    assert line.detail == {"fault": WRONG[subject], "typed": subject}
    assert not IncidentEvent.objects.filter(pk=line.pk).readable_by(house.clara).exists()


def test_a_phone_number_is_not_held_for_a_mistyped_number(house: House) -> None:
    opened = taken(plain(house.clara, "Slow, call me at 01 99 00 24 24"))

    assert (opened.configuration, _fault(opened)) == (house.payroll, "")


@pytest.mark.parametrize("name", ["SRV-7402913863", "7402918363", "7402918364"])
def test_a_machines_name_is_not_held_for_a_wrong_number(house: House, name: str) -> None:
    Configuration.objects.filter(pk=house.payroll.pk).update(host=name)

    opened = taken(plain(house.clara, f"{name} slow"))

    assert (opened.configuration, _fault(opened)) == (house.payroll, "")


def test_a_wrong_number_beside_a_machines_name_is_told(house: House) -> None:
    Configuration.objects.filter(pk=house.payroll.pk).update(host="SRV-2026110112")

    opened = taken(plain(house.clara, "FR-7402-9183-36: SRV-2026110112 slow"))

    assert _fault(opened) == MailFault.MISTYPED


def test_a_machines_name_of_somebody_else_is_a_wrong_number(house: House) -> None:
    Configuration.objects.filter(pk=house.rival_payroll.pk).update(host="SRV-7402913863")

    opened = taken(plain(house.clara, "SRV-7402913863 slow"))

    assert (opened.configuration, _fault(opened)) == (None, MailFault.MISTYPED)


def test_a_revoked_number_is_written_down(house: House) -> None:
    retire_configuration(house.payroll, reason="x", by=house.helen, at=SOON)

    opened = taken(plain(house.clara, f"{NUMBER} slow"))

    assert (opened.configuration, opened.contract) == (None, house.contract)
    assert _fault(opened) == MailFault.REVOKED


def test_two_numbers_are_not_guessed_between(house: House) -> None:
    other = contracts.configuration(
        "Accounting", house.contract, signed_by=(house.helen, house.max)
    )

    opened = taken(plain(house.clara, f"{NUMBER} and {other.support_number}"))

    assert (opened.configuration, _fault(opened)) == (None, MailFault.SEVERAL_NUMBERS)


def test_a_number_of_another_client_teaches_nothing(house: House) -> None:
    number = str(house.rival_payroll.support_number)

    opened = taken(plain(house.clara, f"{number} slow"))

    assert (opened.client, opened.configuration) == (house.vauquelin, None)
    assert _fault(opened) == MailFault.UNKNOWN


def test_a_mail_without_a_word_is_taken_by_its_subject(house: House) -> None:
    assert taken(plain(house.clara, "All slow", " ")).description == "All slow"
    assert taken(plain(house.clara, "", " ", key="2")).description


@pytest.mark.parametrize("name", ["reply", "reply_from_outlook"])
def test_a_reply_comes_to_its_incident_without_what_it_quotes(
    house: House, incident: Incident, name: str
) -> None:
    wait_for_client(incident, reason="restart node 2", by=house.hank, at=SOON)

    answered = taken(on_file(name, incident))

    said = {"reply": "Le noeud 2 est redémarré, la base est revenue."}
    comment = Comment.objects.get(incident=incident)
    assert answered == incident
    assert comment.body == said.get(name, "Node 2 is restarted.\n\nClara")
    assert (comment.author, comment.audience) == (house.clara, Audience.CLIENT)
    assert answered.status == Status.OPEN
    assert Incident.objects.count() == 1


def test_a_reply_whose_subject_was_changed_comes_by_its_thread(
    house: House, incident: Incident
) -> None:
    thread = f"References: <x@y.example> <incident-{incident.pk}@example.com>\n"

    assert taken(plain(house.clara, "Done", headers=thread)) == incident


def test_a_reply_to_a_closed_incident_opens_one_that_follows_it(
    house: House, incident: Incident
) -> None:
    contracts.configuration("Accounting", house.contract, signed_by=(house.helen, house.max))
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)
    close_incident(incident, by=house.clara, at=SOON)

    opened = taken(on_file("reply", incident))

    assert opened != incident
    assert opened.configuration == house.payroll
    assert opened.description == "Le noeud 2 est redémarré, la base est revenue."
    assert receipt_of(opened).detail["follows"] == incident.reference
    assert not Comment.objects.exists()


def test_what_follows_an_incident_of_a_retired_system_names_none(
    house: House, incident: Incident
) -> None:
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)
    close_incident(incident, by=house.clara, at=SOON)
    retire_configuration(house.payroll, reason="x", by=house.helen, at=SOON)

    opened = taken(on_file("reply", incident))

    assert (opened.configuration, opened.contract, _fault(opened)) == (None, house.contract, "")


def test_an_incident_of_another_client_is_not_there_for_the_sender(
    house: House, incident: Incident
) -> None:
    before = incident.events.count()
    thread = f"References: <incident-{incident.pk}@example.com>\n"

    opened = taken(plain(house.stranger, f"Re: [{incident.reference}]", headers=thread))
    unknown = taken(plain(house.stranger, "Re: [INC-999999999]", key="2"))

    assert (opened.client, opened.configuration) == (
        house.stranger.organisation,
        house.rival_payroll,
    )
    assert incident.events.count() == before
    assert not Comment.objects.exists()
    assert receipt_of(opened).detail == receipt_of(unknown).detail


@pytest.mark.parametrize("name", ["hank", "mia", "olga"])
def test_only_clients_write_by_mail(house: House, incident: Incident, name: str) -> None:
    sender = getattr(house, name)

    with pytest.raises(Forbidden):
        receive(plain(sender, f"[{incident.reference}] for vendors alone"), at=MORNING)
    assert not Comment.objects.exists()
    assert not ReceivedMail.objects.exists()


def test_a_client_without_a_contract_is_told(house: House) -> None:
    nobody = contracts.organisation("New Client", Kind.CLIENT)

    with pytest.raises(NoContract):
        receive(plain(contracts.person("Nina New", nobody), "Slow"), at=MORNING)
    assert not ReceivedMail.objects.exists()


def test_a_forged_sender_is_refused(house: House) -> None:
    with pytest.raises(SenderRefused):
        receive(on_file("forged"), at=MORNING)


def test_somebody_who_may_not_sign_in_any_more_is_nobody(house: House) -> None:
    house.clara.is_active = False
    house.clara.save()

    with pytest.raises(SenderRefused):
        receive(on_file("broken_disk"), at=MORNING)


def test_an_automatic_answer_is_passed_over(house: House, incident: Incident) -> None:
    assert receive(on_file("out_of_office", incident), at=MORNING) is None
    assert not Comment.objects.exists()
