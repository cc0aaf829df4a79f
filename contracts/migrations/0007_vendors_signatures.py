"""What the database refuses besides: a signature of somebody who is no manager of its vendors."""

from django.db import migrations

# After the unique constraints; only when it is written, for people and contracts pass on later.
SIGNATURES = """
CREATE FUNCTION contracts_signature_is_a_vendors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1
        FROM contracts_revision AS revision
        JOIN contracts_configuration AS configuration ON configuration.id = revision.configuration_id
        JOIN contracts_contract AS contract ON contract.id = configuration.contract_id
        JOIN contracts_agreement AS agreement ON agreement.id = contract.agreement_id
        JOIN contracts_user AS signatory ON signatory.id = NEW.signed_by_id
        WHERE revision.id = NEW.revision_id
            AND NEW.organisation_id IN (agreement.manufacturer_id, agreement.publisher_id)
            AND signatory.organisation_id = NEW.organisation_id
            AND signatory.role = 'manager'
    ) THEN
        RAISE EXCEPTION 'a signature is of a manager of one of the two vendors'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER signature_is_a_vendors
    AFTER INSERT ON contracts_signoff
    FOR EACH ROW EXECUTE FUNCTION contracts_signature_is_a_vendors();
"""

# The revision is locked before it is looked at, so that one being proposed is waited for.
ITEMS = """
CREATE OR REPLACE FUNCTION contracts_items_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM contracts_revision WHERE id IN (OLD.revision_id, NEW.revision_id) FOR SHARE;
    IF (
        SELECT bool_or(state <> 'draft') FROM contracts_revision
        WHERE id IN (OLD.revision_id, NEW.revision_id)
    ) THEN
        RAISE EXCEPTION 'the items of a proposed revision never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
"""

UNDO = """
DROP TRIGGER IF EXISTS signature_is_a_vendors ON contracts_signoff;
DROP FUNCTION IF EXISTS contracts_signature_is_a_vendors();
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0006_register_guards")]

    operations = [
        migrations.RunSQL(SIGNATURES, UNDO),
        migrations.RunSQL(ITEMS, migrations.RunSQL.noop),
    ]
