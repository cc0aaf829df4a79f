"""What the caller is told of outside the portal, over REST."""

from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.models import User
from contracts.rest import Body, Data, Operation, Said, written
from contracts.rules.refusal import Stale
from escalation.choices import NewsGroup
from escalation.rules.news_groups import ALWAYS_MAILED
from escalation.selectors import Habits, habits_of
from escalation.use_cases.choose_news import LONGEST_ADDRESS, QuietTime, Ways, Wish, choose_news
from escalation.wording import say_group

_CLOCK = "%H:%M"


class ChoiceBody(Body):
    group = serializers.ChoiceField(choices=NewsGroup.choices)
    email = serializers.BooleanField(default=True)
    webhook = serializers.BooleanField(default=False)


class QuietBody(Body):
    begins = serializers.TimeField(
        format=_CLOCK, input_formats=[_CLOCK], help_text="Local time, 22:00."
    )
    ends = serializers.TimeField(
        format=_CLOCK, input_formats=[_CLOCK], help_text="Of the next day when not later."
    )
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6),
        min_length=1,
        max_length=7,
        help_text="On which days they begin; Monday 0.",
    )


class WebhookBody(Body):
    address = serializers.CharField(max_length=LONGEST_ADDRESS)


class NewChoices(Body):
    """All that a person chooses; what is left out has its default."""

    choices: Any = serializers.ListSerializer(
        child=ChoiceBody(), max_length=len(NewsGroup), default=list
    )
    quiet_hours = QuietBody(allow_null=True, default=None)
    webhook = WebhookBody(allow_null=True, default=None)


class Choice(serializers.Serializer[Any]):
    group = serializers.ChoiceField(choices=NewsGroup.choices)
    name = serializers.CharField()
    email = serializers.BooleanField()
    email_is_fixed = serializers.BooleanField(help_text="It cannot be switched off.")
    webhook = serializers.BooleanField()


class KeptWebhook(serializers.Serializer[Any]):
    address = serializers.CharField()
    created_at = serializers.DateTimeField()
    secret = serializers.CharField(required=False, help_text="Told once, when it is new.")


class Choices(serializers.Serializer[Any]):
    """What the caller is told of outside the portal; into the portal all of it comes."""

    time_zone = serializers.CharField(help_text="In which the quiet hours are.")
    choices = Choice(many=True)
    quiet_hours = QuietBody(allow_null=True)
    webhook = KeptWebhook(allow_null=True)


class MyNotifications(Operation):
    """What the caller is told of by e-mail and by webhook, and when not."""

    body = NewChoices
    document = Choices

    def get(self, request: Request) -> Response:
        """Read them, with an ETag for If-Match."""
        return self._said().response()

    def put(self, request: Request) -> Response:
        """Choose them, all together."""
        said = self.read(NewChoices)

        def act() -> Said:
            holds = self.names_state(lambda: self._said().headers["ETag"])
            if holds is not None and not holds():
                raise Stale(_("It has changed since you read it."))
            secret = choose_news(self.user, _wish(said), at=timezone.now())
            return self._said(secret=secret)

        return self.once(act)

    def _said(self, *, secret: str = "") -> Said:
        document = _document(habits_of(self.user), self.user)
        mark = salted_hmac("news", f"{self.user.pk}:{written(document)}", algorithm="sha256")
        if secret:
            document["webhook"]["secret"] = secret
        return Said(document, headers={"ETag": f'"{mark.hexdigest()[:32]}"'})


def _wish(said: Data) -> Wish:
    quiet, webhook = said["quiet_hours"], said["webhook"]
    return Wish(
        ways={
            NewsGroup(each["group"]): Ways(each["email"], each["webhook"])
            for each in said["choices"]
        },
        quiet=quiet and QuietTime(quiet["begins"], quiet["ends"], frozenset(quiet["weekdays"])),
        address=webhook["address"] if webhook else "",
    )


def _document(habits: Habits, person: User) -> Data:
    quiet, webhook = habits.quiet, habits.webhook
    return {
        "time_zone": person.time_zone,
        "choices": [
            {
                "group": str(group),
                "name": say_group(group, person.kind),
                "email": choice.by_mail,
                "email_is_fixed": group in ALWAYS_MAILED,
                "webhook": choice.by_webhook,
            }
            for group, choice in habits.choices.items()
        ],
        "quiet_hours": quiet
        and {
            "begins": quiet.begins.strftime(_CLOCK),
            "ends": quiet.ends.strftime(_CLOCK),
            "weekdays": quiet.weekdays,
        },
        "webhook": webhook
        and {"address": webhook.address, "created_at": webhook.created_at.isoformat()},
    }
