"""What clients ask for before there is a contract, and what the vendors answer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION contracts_guarantee_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (
        OLD.state <> 'asked'
        OR (OLD.client_id, OLD.agreement_id, OLD.platform, OLD.hours, OLD.availability, OLD.note,
            OLD.asked_at, OLD.asked_by_id)
            <> (NEW.client_id, NEW.agreement_id, NEW.platform, NEW.hours, NEW.availability,
            NEW.note, NEW.asked_at, NEW.asked_by_id)
        OR OLD.wanted_from IS DISTINCT FROM NEW.wanted_from
    ) THEN
        RAISE EXCEPTION 'what was asked of a guarantee, and the answer to it, never change'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.contract_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM contracts_contract AS contract
        WHERE contract.id = NEW.contract_id AND contract.client_id = NEW.client_id
            AND contract.agreement_id = NEW.agreement_id AND contract.approved_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION
            'a guarantee is answered with an approved contract of its client, under its agreement'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guarantee_keeps_its_word
    BEFORE INSERT OR UPDATE ON contracts_guaranteerequest
    FOR EACH ROW EXECUTE FUNCTION contracts_guarantee_keeps_its_word();

CREATE FUNCTION contracts_contract_stays_the_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM contracts_guaranteerequest AS request
        WHERE request.contract_id = NEW.id AND (
            request.client_id <> NEW.client_id OR request.agreement_id <> NEW.agreement_id
            OR NEW.approved_at IS NULL
        )
    ) THEN
        RAISE EXCEPTION
            'a guarantee is answered with an approved contract of its client, under its agreement'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER contract_stays_the_answer
    BEFORE UPDATE OF client_id, agreement_id, approved_at ON contracts_contract
    FOR EACH ROW EXECUTE FUNCTION contracts_contract_stays_the_answer();
"""
UNDO = """
DROP FUNCTION IF EXISTS contracts_guarantee_keeps_its_word() CASCADE;
DROP FUNCTION IF EXISTS contracts_contract_stays_the_answer() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0014_placements"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contractevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("configuration.registered", "Configuration registered"),
                    ("revision.proposed", "Revision proposed"),
                    ("revision.signed", "Revision signed"),
                    ("revision.in_force", "Revision in force"),
                    ("revision.refused", "Revision refused"),
                    ("revision.withdrawn", "Revision withdrawn"),
                    ("revision.commented", "Comment on a revision"),
                    ("revision.answer_overdue", "Answer to a change notice overdue"),
                    ("configuration.placed", "Configuration under another contract"),
                    ("configuration.retired", "Configuration retired"),
                    ("support_number.issued", "Support number issued"),
                    ("support_number.revoked", "Support number revoked"),
                    ("terms.proposed", "Terms proposed"),
                    ("terms.approved", "Terms approved by a vendor"),
                    ("terms.agreed", "Terms approved by both vendors"),
                    ("terms.refused", "Terms refused"),
                    ("terms.withdrawn", "Terms withdrawn"),
                    ("guarantee.requested", "Guarantee asked for"),
                    ("guarantee.answered", "Guarantee request answered"),
                    ("guarantee.refused", "Guarantee request refused"),
                    ("guarantee.withdrawn", "Guarantee request withdrawn"),
                    ("token.issued", "Access token issued"),
                    ("token.revoked", "Access token revoked"),
                ],
                max_length=40,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="GuaranteeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("platform", models.TextField(verbose_name="what must stay up")),
                ("hours", models.TextField(verbose_name="when it must be up")),
                (
                    "availability",
                    models.DecimalField(
                        decimal_places=4, max_digits=7, verbose_name="availability in percent"
                    ),
                ),
                (
                    "wanted_from",
                    models.DateField(blank=True, null=True, verbose_name="wanted from"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("answered", "Answered with a contract"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee_requests",
                        to="contracts.agreement",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who answered, refused or withdrew it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee_requests",
                        to="contracts.organisation",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee_requests",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "guarantee request",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["client", "-id"], name="guarantee_request_of_client"),
                    models.Index(fields=["agreement", "-id"], name="guarantee_request_of_vendors"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "answered", "refused", "withdrawn"])
                        ),
                        name="guarantee_request_is_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("availability__gt", 0), ("availability__lte", 100)),
                        name="guarantee_asks_a_possible_availability",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("platform", ""), _negated=True),
                            models.Q(("hours", ""), _negated=True),
                        ),
                        name="guarantee_request_says_what_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at", None), ("answered_by", None), ("state", "asked")
                            ),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="guarantee_answered_by_somebody_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at", None),
                            ("answered_at__gte", models.F("asked_at")),
                            _connector="OR",
                        ),
                        name="guarantee_answered_after_it_was_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="guarantee_refused_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contract__isnull", False), ("state", "answered")),
                            models.Q(
                                models.Q(("state", "answered"), _negated=True), ("contract", None)
                            ),
                            _connector="OR",
                        ),
                        name="guarantee_answered_with_a_contract",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
