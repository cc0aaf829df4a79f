"""Incidents keep the terms of the day on which they began."""

import django.db.models.deletion
from django.db import migrations, models

FIRST_TERMS = """
UPDATE tickets_incident AS incident SET terms_id = terms.id
FROM contracts_terms AS terms
WHERE terms.contract_id = incident.contract_id AND terms.number = 1 AND incident.terms_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""

GUARD = """
CREATE FUNCTION tickets_terms_are_the_contracts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.terms_id IS DISTINCT FROM OLD.terms_id THEN
        RAISE EXCEPTION 'an incident keeps its terms for ever (incident %)', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM contracts_terms
        WHERE id = NEW.terms_id AND contract_id = NEW.contract_id
    ) THEN
        RAISE EXCEPTION 'the terms of an incident are of its contract (incident %)', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER terms_are_the_contracts
    BEFORE INSERT OR UPDATE OF terms_id, contract_id ON tickets_incident
    FOR EACH ROW EXECUTE FUNCTION tickets_terms_are_the_contracts();
"""
UNDO = "DROP FUNCTION IF EXISTS tickets_terms_are_the_contracts() CASCADE;"


def _terms(**how):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to="contracts.terms", **how
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0012_terms_carried_over"),
        ("tickets", "0011_received_mail"),
    ]

    operations = [
        migrations.AddField("incident", "terms", _terms(null=True)),
        migrations.RunSQL(FIRST_TERMS, migrations.RunSQL.noop),
        migrations.AlterField("incident", "terms", _terms()),
        migrations.RunSQL(GUARD, UNDO),
    ]
