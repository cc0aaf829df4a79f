"""News of what clients ask to be guaranteed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0015_guarantee_requests"),
        ("escalation", "0005_news_of_contracts"),
        ("tickets", "0012_terms_of_incidents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notification",
            name="notification_of_an_incident_or_of_the_register",
        ),
        migrations.AddField(
            model_name="notification",
            name="guarantee_request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contracts.guaranteerequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("comment", None),
                        ("configuration", None),
                        ("contract", None),
                        ("contract_event", None),
                        ("event__isnull", False),
                        ("guarantee_request", None),
                        ("incident__isnull", False),
                        ("revision", None),
                        ("terms", None),
                    ),
                    models.Q(
                        ("configuration__isnull", False),
                        ("contract", None),
                        ("contract_event__isnull", False),
                        ("event", None),
                        ("guarantee_request", None),
                        ("incident", None),
                        ("terms", None),
                    ),
                    models.Q(
                        ("comment", None),
                        ("configuration", None),
                        ("contract__isnull", False),
                        ("contract_event__isnull", False),
                        ("event", None),
                        ("guarantee_request", None),
                        ("incident", None),
                        ("revision", None),
                    ),
                    models.Q(
                        ("comment", None),
                        ("configuration", None),
                        ("contract", None),
                        ("contract_event__isnull", False),
                        ("event", None),
                        ("guarantee_request__isnull", False),
                        ("incident", None),
                        ("revision", None),
                        ("terms", None),
                    ),
                    _connector="OR",
                ),
                name="notification_of_an_incident_or_of_the_register",
            ),
        ),
    ]
