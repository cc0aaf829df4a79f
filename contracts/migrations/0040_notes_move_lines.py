"""A note changes something of a line: under a cap what lines have may move and sum to nothing."""

from django.db import migrations

GUARDS = """
-- checked when the transaction commits, with all its lines; sums of nothing tell of no entry
CREATE FUNCTION contracts_note_changes_something() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM contracts_correctionline
        WHERE correction_id = NEW.id AND (penalty <> 0 OR reimbursement <> 0)
    ) OR NOT EXISTS (SELECT 1 FROM contracts_ledgerentry WHERE correction_id = NEW.id) THEN
        RAISE EXCEPTION 'a note changes something of a line, and is booked (%)', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER note_changes_something AFTER INSERT ON contracts_correction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_note_changes_something();
"""

UNDO = "DROP FUNCTION IF EXISTS contracts_note_changes_something() CASCADE"


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0039_amounts_are_numbers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='correction',
            name='correction_changes_something',
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
