import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from contracts.models import Agreement, Organisation, User
from escalation.models import Dispatch
from escalation.use_cases.follow_event import follow_event
from tests.cast import House
from tests.factories.contracts import MORNING
from tickets.choices import Audience
from tickets.models import Incident, Unfollowed
from tickets.use_cases.converse import add_comment

SECRET = "zanzibar"
COSTS = {"wrong_hardware_cost": 20, "wrong_software_cost": 20, "triage_cost": 6}
REGISTERED = sorted(
    (
        model
        for model in admin.site._registry
        if model._meta.app_label in {"contracts", "escalation"}
    ),
    key=lambda model: model._meta.label,
)


@pytest.fixture
def operator(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


def _told_of(incident: Incident, by: User) -> None:
    Incident.objects.filter(pk=incident.pk).update(title=SECRET, description=SECRET, cause=SECRET)
    add_comment(incident, audience=Audience.CLIENT, body=SECRET, files=[], by=by, at=MORNING)
    for event_id in Unfollowed.objects.values_list("event_id", flat=True):
        follow_event(event_id, at=MORNING)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_the_lists_and_pages_of_operators_answer_and_show_no_incident(
    operator: Client, escalated: Incident, hank: User, model: type[Model]
) -> None:
    _told_of(escalated, hank)
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    shown = [operator.get(reverse(f"{place}_changelist"))]
    first = model._default_manager.first()
    if first is not None:
        shown.append(operator.get(reverse(f"{place}_change", args=[first.pk])))

    texts = [answer.content.decode() for answer in shown]

    assert {answer.status_code for answer in shown} == {200}
    assert not [text for text in texts if SECRET in text or escalated.reference in text]


def test_operators_have_no_page_of_incidents() -> None:
    assert not [model for model in admin.site._registry if model._meta.app_label == "tickets"]


@pytest.mark.parametrize("who", ["clara", "hank", "mia", "stranger"])
def test_nobody_else_comes_in(
    client: Client, house: House, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    answers = [client.get(reverse("admin:index")), client.get("/admin/contracts/user/")]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert house.helen.name not in "".join(each.content.decode() for each in answers)


def test_staff_of_another_company_change_nothing(rf: RequestFactory, clara: User) -> None:
    clara.is_staff = True  # the database would not keep it
    request = rf.get("/admin/contracts/user/")
    request.user = clara
    people = admin.site.get_model_admin(User)

    assert not people.has_view_permission(request)
    assert not people.has_change_permission(request)


def test_an_operator_enters_a_person_with_a_password(operator: Client, house: House) -> None:
    answer = operator.post(
        "/admin/contracts/user/add/",
        {
            "email": "Nina.Roy@Vauquelin.example",
            "name": "Nina Roy",
            "organisation": house.vauquelin.pk,
            "role": "member",
            "password1": "une phrase assez longue",
            "password2": "une phrase assez longue",
        },
    )

    nina = User.objects.get(email="nina.roy@vauquelin.example")
    assert answer.status_code == 302
    assert nina.check_password("une phrase assez longue")
    assert nina.organisation == house.vauquelin
    assert not nina.is_staff


def _as_posted(person: User, **changes: object) -> dict[str, object]:
    names = ("email", "name", "title", "phone", "role", "language", "time_zone", "theme")
    kept = {name: getattr(person, name) for name in names}
    return kept | {"organisation": person.organisation_id, "is_active": "on"} | changes


def test_an_operator_makes_somebody_a_manager(operator: Client, clara: User) -> None:
    answer = operator.post(
        f"/admin/contracts/user/{clara.pk}/change/", _as_posted(clara, role="manager")
    )

    assert answer.status_code == 302
    assert User.objects.get(pk=clara.pk).is_manager


def test_only_the_platforms_own_people_become_operators(operator: Client, clara: User) -> None:
    answer = operator.post(
        f"/admin/contracts/user/{clara.pk}/change/", _as_posted(clara, is_staff="on")
    )

    assert answer.status_code == 200
    assert "is_staff" in answer.context["adminform"].form.errors
    assert not User.objects.get(pk=clara.pk).is_staff


def test_no_rights_of_django_are_given_by_hand(operator: Client, clara: User) -> None:
    posted = _as_posted(clara, is_superuser="on", user_permissions="1", groups="1")

    operator.post(f"/admin/contracts/user/{clara.pk}/change/", posted)

    assert not User.objects.get(pk=clara.pk).is_superuser


def test_reference_data_are_entered_with_their_rows(operator: Client, house: House) -> None:
    rows = {
        "levels-TOTAL_FORMS": "1",
        "levels-INITIAL_FORMS": "0",
        "levels-0-number": "1",
        "levels-0-name": "Ingenieur",
        "levels-0-wait_minutes": "15",
    }
    said = {
        "reference": "AG-BE-1",
        "manufacturer": house.rival.pk,
        "publisher": house.microsoft.pk,
        "country": "BE",
        "currency": "EUR",
        **COSTS,
        "starts_on": "2026-12-01",
        "split_method": "shapley",
    }

    answer = operator.post("/admin/contracts/agreement/add/", said | rows)

    assert answer.status_code == 302
    made = Agreement.objects.get(reference="AG-BE-1")
    assert [str(level) for level in made.levels.all()] == ["1. Ingenieur"]


@pytest.mark.parametrize(
    ("slip", "field"),
    [
        ({"country": "be"}, "country"),
        ({"currency": "€"}, "currency"),
        ({"manufacturer": "microsoft"}, "manufacturer"),
        ({"publisher": "compaq"}, "publisher"),
        ({"ends_on": "2026-11-30"}, "ends_on"),
    ],
)
def test_a_slip_in_an_agreement_is_told_beside_its_field(
    operator: Client, house: House, slip: dict[str, str], field: str
) -> None:
    said = {
        "reference": "AG-BE-1",
        "manufacturer": house.rival.pk,
        "publisher": house.microsoft.pk,
        "country": "BE",
        "currency": "EUR",
        **COSTS,
        "starts_on": "2026-12-01",
        "split_method": "shapley",
        "levels-TOTAL_FORMS": "0",
        "levels-INITIAL_FORMS": "0",
    } | {
        name: getattr(house, said).pk if name == field and hasattr(house, said) else said
        for name, said in slip.items()
    }

    answer = operator.post("/admin/contracts/agreement/add/", said)

    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]


@pytest.mark.parametrize(
    "place", ["contract", "terms", "configuration", "revision", "supportnumber", "contractevent"]
)
def test_what_has_a_use_case_is_only_read(operator: Client, house: House, place: str) -> None:
    assert operator.get(f"/admin/contracts/{place}/").status_code == 200
    assert operator.get(f"/admin/contracts/{place}/add/").status_code == 403


def test_a_contract_is_read_with_its_terms(operator: Client, house: House) -> None:
    page = operator.get(f"/admin/contracts/contract/{house.contract.pk}/change/")
    terms = house.contract.versions.get()
    inside = operator.get(f"/admin/contracts/terms/{terms.pk}/change/")

    assert (page.status_code, inside.status_code) == (200, 200)
    assert "_save" not in page.content.decode() + inside.content.decode()


_PLACES_WITH_A_ZONE = {
    "organisation": {
        "name": "Atelier Roy",
        "short_name": "Roy",
        "kind": "client",
        "country": "FR",
        "language": "fr",
    },
}


@pytest.mark.parametrize("place", _PLACES_WITH_A_ZONE)
def test_a_time_zone_that_does_not_exist_is_told_beside_its_field(
    operator: Client, house: House, place: str
) -> None:
    address, fields = f"/admin/contracts/{place}/add/", _PLACES_WITH_A_ZONE[place]

    slip = operator.post(address, fields | {"time_zone": "Europe/Pariss"})

    assert slip.status_code == 200
    assert list(slip.context["adminform"].form.errors) == ["time_zone"]
    assert operator.post(address, fields | {"time_zone": "Europe/Paris"}).status_code == 302


def test_a_persons_time_zone_exists_too(operator: Client, clara: User) -> None:
    slip = operator.post(
        f"/admin/contracts/user/{clara.pk}/change/", _as_posted(clara, time_zone="Paris")
    )

    assert list(slip.context["adminform"].form.errors) == ["time_zone"]


def test_what_the_database_holds_others_to_is_chosen_once(operator: Client, house: House) -> None:
    for place, pk, field in (("organisation", house.compaq.pk, "kind"),):
        chosen = operator.get(f"/admin/contracts/{place}/add/").context["adminform"].form.fields
        kept = operator.get(f"/admin/contracts/{place}/{pk}/change/").context["adminform"]
        assert field in chosen
        assert field not in kept.form.fields


@pytest.mark.parametrize("place", ["configuration", "revision", "supportnumber", "contractevent"])
def test_what_a_use_case_changes_is_only_looked_at(
    operator: Client, house: House, place: str
) -> None:
    first = operator.get(f"/admin/contracts/{place}/").context["cl"].result_list[0]

    assert operator.get(f"/admin/contracts/{place}/add/").status_code == 403
    assert operator.post(f"/admin/contracts/{place}/{first.pk}/change/", {}).status_code == 403
    assert operator.post(f"/admin/contracts/{place}/{first.pk}/delete/", {}).status_code == 403


def test_nobody_deletes_what_others_stand_on(operator: Client, house: House) -> None:
    answer = operator.post(
        f"/admin/contracts/organisation/{house.vauquelin.pk}/delete/", {"post": "yes"}
    )

    assert answer.status_code == 403
    assert Organisation.objects.filter(pk=house.vauquelin.pk).exists()


def test_what_was_given_up_is_sent_again(operator: Client, escalated: Incident, hank: User) -> None:
    _told_of(escalated, hank)
    given_up, other = Dispatch.objects.order_by("pk")[:2]
    Dispatch.objects.filter(pk=given_up.pk).update(
        state="failed", attempts=9, failing_since=MORNING
    )
    chosen = {"action": "send_again", "_selected_action": [given_up.pk, other.pk]}

    operator.post("/admin/escalation/dispatch/", chosen)

    given_up.refresh_from_db()
    assert (given_up.state, given_up.attempts) == ("pending", 0)


def test_signing_in_to_the_admin_goes_through_the_one_door(client: Client, house: House) -> None:
    answer = client.get("/admin/login/?next=/admin/")

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
