"""A system's name is unique per client and agreement: no vendor learns of another's by it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION contracts_system_named_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM contracts_configuration AS other
        JOIN contracts_contract AS theirs ON theirs.id = other.contract_id
        JOIN contracts_contract AS ours ON ours.id = NEW.contract_id
        WHERE other.client_id = NEW.client_id
            AND other.id <> NEW.id
            AND lower(other.name) = lower(NEW.name)
            AND theirs.agreement_id = ours.agreement_id
    ) THEN
        RAISE EXCEPTION 'a system is named once per client and agreement (%)', NEW.name
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER system_named_once
    BEFORE INSERT OR UPDATE OF name, client_id, contract_id ON contracts_configuration
    FOR EACH ROW EXECUTE FUNCTION contracts_system_named_once();
"""
UNDO = "DROP FUNCTION IF EXISTS contracts_system_named_once() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("contracts", "0017_editions_of_drafts")]

    operations = [
        migrations.RemoveConstraint("configuration", "configuration_named_once_per_client"),
        migrations.RunSQL(GUARD, UNDO),
    ]
