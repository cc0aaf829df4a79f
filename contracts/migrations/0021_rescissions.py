"""Rescissions of agreed terms by both vendors; an agreement outlives the contracts under it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


GUARDS = """
CREATE FUNCTION contracts_rescission_is_of_both() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    vendors bigint[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a rescission that was asked for stays'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT ARRAY[agreement.manufacturer_id, agreement.publisher_id] INTO vendors
        FROM contracts_terms AS terms
        JOIN contracts_contract AS contract ON contract.id = terms.contract_id
        JOIN contracts_agreement AS agreement ON agreement.id = contract.agreement_id
        WHERE terms.id = NEW.terms_id AND terms.state = 'approved';
    IF TG_OP = 'INSERT' AND (NEW.confirmed_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM contracts_user AS person
        WHERE person.id = NEW.asked_by_id AND person.role = 'manager'
            AND person.organisation_id = NEW.organisation_id
            AND NEW.organisation_id = ANY(vendors)
    )) OR TG_OP = 'UPDATE' AND (
        (NEW.terms_id, NEW.organisation_id, NEW.reason, NEW.asked_by_id, NEW.asked_at)
            IS DISTINCT FROM
            (OLD.terms_id, OLD.organisation_id, OLD.reason, OLD.asked_by_id, OLD.asked_at)
        OR OLD.confirmed_at IS NOT NULL
        OR NOT EXISTS (
            SELECT 1 FROM contracts_user AS person
            WHERE person.id = NEW.confirmed_by_id AND person.role = 'manager'
                AND person.organisation_id <> NEW.organisation_id
                AND person.organisation_id = ANY(vendors)
        )
    ) THEN
        RAISE EXCEPTION 'a rescission is of a manager of each of the two vendors'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rescission_is_of_both
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_rescission
    FOR EACH ROW EXECUTE FUNCTION contracts_rescission_is_of_both();

-- only with both vendors' word, and before the day on which the terms begin
CREATE FUNCTION contracts_may_be_rescinded(changed contracts_terms) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM contracts_rescission AS asked
        JOIN contracts_contract AS contract ON contract.id = changed.contract_id
        WHERE asked.terms_id = changed.id
            AND asked.confirmed_at = changed.ended_at
            AND asked.confirmed_by_id = changed.ended_by_id
            AND changed.effective_on
                > (changed.ended_at AT TIME ZONE contract.time_zone)::date
    )
$$;
"""

KEEP_THEIR_WORD = """
CREATE OR REPLACE FUNCTION contracts_terms_keep_their_word() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        TG_OP = 'DELETE'
        OR NEW.state = 'draft'
        OR (OLD.state <> 'proposed' AND NEW.state <> OLD.state{undone})
        OR (OLD.in_force IS NOT NULL{unless_undone} AND (
            NEW.in_force IS NULL OR lower(NEW.in_force) <> lower(OLD.in_force)
            OR (NEW.in_force <> OLD.in_force AND NOT upper_inf(OLD.in_force){reopened})
        ))
        OR (NEW.contract_id, NEW.number, NEW.effective_on, NEW.ends_on, NEW.note, NEW.coverage_id,
            NEW.availability_target, NEW.monthly_fee, NEW.penalty_cap, NEW.annual_cap,
            NEW.contest_days, NEW.answer_days, NEW.pauses_while_waiting, NEW.not_restored_within,
            NEW.proposed_at, NEW.proposed_by_id, NEW.author_id)
        IS DISTINCT FROM
           (OLD.contract_id, OLD.number, OLD.effective_on, OLD.ends_on, OLD.note, OLD.coverage_id,
            OLD.availability_target, OLD.monthly_fee, OLD.penalty_cap, OLD.annual_cap,
            OLD.contest_days, OLD.answer_days, OLD.pauses_while_waiting, OLD.not_restored_within,
            OLD.proposed_at, OLD.proposed_by_id, OLD.author_id)
    ) THEN
        RAISE EXCEPTION 'terms that were offered keep their word'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
"""
UNDONE = """ AND NOT (
            OLD.state = 'approved' AND NEW.state = 'rescinded' AND contracts_may_be_rescinded(NEW)
        )"""
UNLESS_UNDONE = " AND NEW.state <> 'rescinded'"
# what was to end where the rescinded ones would have begun stands on
REOPENED = """ AND NOT (
                upper_inf(NEW.in_force) AND EXISTS (
                    SELECT 1 FROM contracts_terms AS never
                    WHERE never.contract_id = OLD.contract_id AND never.state = 'rescinded'
                        AND never.effective_on = upper(OLD.in_force)
                )
            )"""

OUTLIVES = """
CREATE FUNCTION contracts_agreement_outlives_contracts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    longer text;
BEGIN
    SELECT contract.number INTO longer
        FROM contracts_contract AS contract
        WHERE contract.agreement_id = NEW.id AND contract.approved_at IS NOT NULL
            AND (contract.ends_on IS NULL OR contract.ends_on > NEW.ends_on)
        LIMIT 1;
    IF longer IS NOT NULL THEN
        RAISE EXCEPTION 'contract % runs longer than its agreement would', longer
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER agreement_outlives_its_contracts
    AFTER UPDATE OF ends_on ON contracts_agreement
    FOR EACH ROW
    WHEN (NEW.ends_on IS NOT NULL AND (OLD.ends_on IS NULL OR NEW.ends_on < OLD.ends_on))
    EXECUTE FUNCTION contracts_agreement_outlives_contracts();

-- the lock makes the two wait for one another
CREATE FUNCTION contracts_contract_ends_with_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_day date;
BEGIN
    SELECT ends_on INTO last_day FROM contracts_agreement WHERE id = NEW.agreement_id FOR SHARE;
    IF last_day IS NOT NULL AND (NEW.ends_on IS NULL OR NEW.ends_on > last_day) THEN
        RAISE EXCEPTION 'contract % would run longer than its agreement', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER contract_ends_with_its_agreement
    BEFORE UPDATE OF approved_at, ends_on ON contracts_contract
    FOR EACH ROW
    WHEN (NEW.approved_at IS NOT NULL
        AND (NEW.approved_at, NEW.ends_on) IS DISTINCT FROM (OLD.approved_at, OLD.ends_on))
    EXECUTE FUNCTION contracts_contract_ends_with_agreement();
"""

WITH_RESCISSIONS = KEEP_THEIR_WORD.format(
    undone=UNDONE, unless_undone=UNLESS_UNDONE, reopened=REOPENED
)
WITHOUT = KEEP_THEIR_WORD.format(undone="", unless_undone="", reopened="")
UNDO = WITHOUT + """
DROP FUNCTION IF EXISTS contracts_rescission_is_of_both() CASCADE;
DROP FUNCTION IF EXISTS contracts_may_be_rescinded(contracts_terms) CASCADE;
DROP FUNCTION IF EXISTS contracts_agreement_outlives_contracts() CASCADE;
DROP FUNCTION IF EXISTS contracts_contract_ends_with_agreement() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0020_fee_shares'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rescission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
            ],
            options={
                'verbose_name': 'rescission',
                'ordering': ['asked_at'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='terms',
            name='terms_ended_by_somebody_at_some_time',
        ),
        migrations.RemoveConstraint(
            model_name='terms',
            name='terms_refused_with_a_reason',
        ),
        migrations.AlterField(
            model_name='contractevent',
            name='kind',
            field=models.CharField(choices=[('configuration.registered', 'Configuration registered'), ('revision.proposed', 'Revision proposed'), ('revision.signed', 'Revision signed'), ('revision.in_force', 'Revision in force'), ('revision.refused', 'Revision refused'), ('revision.withdrawn', 'Revision withdrawn'), ('revision.commented', 'Comment on a revision'), ('revision.answer_overdue', 'Answer to a change notice overdue'), ('configuration.placed', 'Configuration under another contract'), ('configuration.retired', 'Configuration retired'), ('support_number.issued', 'Support number issued'), ('support_number.revoked', 'Support number revoked'), ('terms.proposed', 'Terms proposed'), ('terms.approved', 'Terms approved by a vendor'), ('terms.agreed', 'Terms approved by both vendors'), ('terms.refused', 'Terms refused'), ('terms.withdrawn', 'Terms withdrawn'), ('terms.rescission_asked', 'Rescission of terms asked for'), ('terms.rescinded', 'Terms rescinded by both vendors'), ('guarantee.requested', 'Guarantee asked for'), ('guarantee.answered', 'Guarantee request answered'), ('guarantee.refused', 'Guarantee request refused'), ('guarantee.withdrawn', 'Guarantee request withdrawn'), ('contract.fee_shared', 'Fee shared among systems'), ('token.issued', 'Access token issued'), ('token.revoked', 'Access token revoked')], max_length=40, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='terms',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Proposed'), ('approved', 'Approved'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('rescinded', 'Rescinded')], default='draft', max_length=9, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('state__in', ['refused', 'withdrawn', 'rescinded'])), models.Q(models.Q(('state__in', ['refused', 'withdrawn', 'rescinded']), _negated=True), ('ended_at', None), ('ended_by', None)), _connector='OR'), name='terms_ended_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['refused', 'rescinded']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='terms_refused_with_a_reason'),
        ),
        migrations.AddField(
            model_name='rescission',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rescission',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rescission',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.organisation', verbose_name='who asks'),
        ),
        migrations.AddField(
            model_name='rescission',
            name='terms',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rescission', to='contracts.terms'),
        ),
        migrations.AddConstraint(
            model_name='rescission',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rescission_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='rescission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='rescission_confirmed_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='rescission',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='nobody_rescinds_for_both_vendors'),
        ),
        migrations.RunSQL(GUARDS + WITH_RESCISSIONS + OUTLIVES, UNDO),
    ]
