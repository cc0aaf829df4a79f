"""Promises stand in terms alone; what the database refuses of terms that were offered."""

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION contracts_promises_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM contracts_terms
        WHERE id IN (OLD.terms_id, NEW.terms_id) AND state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'what was offered in terms never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER targets_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_target
    FOR EACH ROW EXECUTE FUNCTION contracts_promises_never_change();
CREATE TRIGGER bands_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_penaltyband
    FOR EACH ROW EXECUTE FUNCTION contracts_promises_never_change();

CREATE FUNCTION contracts_hours_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint[];
BEGIN
    IF TG_TABLE_NAME = 'contracts_coverage' THEN
        concerned := ARRAY[OLD.id];
    ELSE
        concerned := ARRAY[OLD.coverage_id, NEW.coverage_id];
    END IF;
    IF EXISTS (
        SELECT 1 FROM contracts_terms WHERE coverage_id = ANY(concerned) AND state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'the hours of terms that were offered never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER hours_never_change
    BEFORE UPDATE OR DELETE ON contracts_coverage
    FOR EACH ROW EXECUTE FUNCTION contracts_hours_never_change();
CREATE TRIGGER windows_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_coveragewindow
    FOR EACH ROW EXECUTE FUNCTION contracts_hours_never_change();

CREATE FUNCTION contracts_terms_keep_their_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        TG_OP = 'DELETE'
        OR NEW.state = 'draft'
        OR (OLD.state <> 'proposed' AND NEW.state <> OLD.state)
        OR (OLD.in_force IS NOT NULL AND (
            NEW.in_force IS NULL OR lower(NEW.in_force) <> lower(OLD.in_force)
            OR (NEW.in_force <> OLD.in_force AND NOT upper_inf(OLD.in_force))
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
CREATE TRIGGER terms_keep_their_word
    BEFORE UPDATE OR DELETE ON contracts_terms
    FOR EACH ROW EXECUTE FUNCTION contracts_terms_keep_their_word();

CREATE FUNCTION contracts_terms_need_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.in_force IS NOT NULL AND (
        SELECT count(DISTINCT approval.organisation_id)
        FROM contracts_approval AS approval
        JOIN contracts_contract AS contract ON contract.id = NEW.contract_id
        JOIN contracts_agreement AS agreement ON agreement.id = contract.agreement_id
        WHERE approval.terms_id = NEW.id
            AND approval.organisation_id IN (agreement.manufacturer_id, agreement.publisher_id)
    ) < 2 THEN
        RAISE EXCEPTION 'terms in force have both approvals'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER new_terms_need_both
    BEFORE INSERT ON contracts_terms
    FOR EACH ROW EXECUTE FUNCTION contracts_terms_need_both();
-- those carried over from before versions were kept have none, and still end one day
CREATE TRIGGER terms_need_both
    BEFORE UPDATE OF in_force ON contracts_terms
    FOR EACH ROW WHEN (OLD.in_force IS NULL)
    EXECUTE FUNCTION contracts_terms_need_both();

CREATE FUNCTION contracts_approval_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an approval is never changed or taken away'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER approval_stands
    BEFORE UPDATE OR DELETE ON contracts_approval
    FOR EACH ROW EXECUTE FUNCTION contracts_approval_stands();

CREATE FUNCTION contracts_approval_is_a_vendors_managers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM contracts_terms AS terms
        JOIN contracts_contract AS contract ON contract.id = terms.contract_id
        JOIN contracts_agreement AS agreement ON agreement.id = contract.agreement_id
        JOIN contracts_user AS person ON person.id = NEW.approved_by_id
        WHERE terms.id = NEW.terms_id
            AND person.organisation_id = NEW.organisation_id
            AND person.role = 'manager'
            AND NEW.organisation_id IN (agreement.manufacturer_id, agreement.publisher_id)
    ) THEN
        RAISE EXCEPTION 'an approval is of a manager of one of the two vendors'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approval_is_a_vendors_managers
    BEFORE INSERT ON contracts_approval
    FOR EACH ROW EXECUTE FUNCTION contracts_approval_is_a_vendors_managers();
"""

UNDO = """
DROP FUNCTION IF EXISTS contracts_promises_never_change() CASCADE;
DROP FUNCTION IF EXISTS contracts_hours_never_change() CASCADE;
DROP FUNCTION IF EXISTS contracts_terms_keep_their_word() CASCADE;
DROP FUNCTION IF EXISTS contracts_terms_need_both() CASCADE;
DROP FUNCTION IF EXISTS contracts_approval_stands() CASCADE;
DROP FUNCTION IF EXISTS contracts_approval_is_a_vendors_managers() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0012_terms_carried_over")]

    operations = [
        migrations.RemoveConstraint(
            model_name='contract',
            name='contract_targets_a_possible_availability',
        ),
        migrations.RemoveConstraint(
            model_name='contract',
            name='contract_fee_is_not_negative',
        ),
        migrations.RemoveConstraint(
            model_name='contract',
            name='contract_caps_at_most_the_whole_fee',
        ),
        migrations.RemoveConstraint(
            model_name='penaltyband',
            name='one_penalty_band_per_threshold',
        ),
        migrations.RemoveConstraint(
            model_name='target',
            name='one_target_per_contract_and_impact',
        ),
        migrations.AlterModelOptions(
            name='penaltyband',
            options={'ordering': ['terms', '-below'], 'verbose_name': 'penalty band'},
        ),
        migrations.AlterModelOptions(
            name='target',
            options={'ordering': ['terms', 'respond_within'], 'verbose_name': 'target'},
        ),
        migrations.RemoveField(
            model_name='contract',
            name='annual_cap',
        ),
        migrations.RemoveField(
            model_name='contract',
            name='answer_days',
        ),
        migrations.RemoveField(
            model_name='contract',
            name='availability_target',
        ),
        migrations.RemoveField(
            model_name='contract',
            name='contest_days',
        ),
        migrations.RemoveField(
            model_name='contract',
            name='coverage',
        ),
        migrations.RemoveField(
            model_name='contract',
            name='monthly_fee',
        ),
        migrations.RemoveField(
            model_name='contract',
            name='not_restored_within',
        ),
        migrations.RemoveField(
            model_name='contract',
            name='pauses_while_waiting',
        ),
        migrations.RemoveField(
            model_name='contract',
            name='penalty_cap',
        ),
        migrations.RemoveField(
            model_name='penaltyband',
            name='contract',
        ),
        migrations.RemoveField(
            model_name='target',
            name='contract',
        ),
        migrations.AlterField(
            model_name='penaltyband',
            name='terms',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='contracts.terms'),
        ),
        migrations.AlterField(
            model_name='target',
            name='terms',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='contracts.terms'),
        ),
        migrations.AddConstraint(
            model_name='penaltyband',
            constraint=models.UniqueConstraint(fields=('terms', 'below'), name='one_penalty_band_per_threshold'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('terms', 'impact'), name='one_target_per_terms_and_impact'),
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
