"""An accepted contest leads to one note: its own, or that of the one with which it was accepted."""

from django.db import migrations

# checked when the transaction commits, whichever is written first
GUARDS = """
CREATE FUNCTION contracts_acceptance_leads_to_a_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM contracts_correction WHERE contest_id = NEW.id) THEN
        RAISE EXCEPTION 'an accepted contest leads to a note (%)', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER acceptance_leads_to_a_note AFTER INSERT OR UPDATE ON contracts_contest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.decision = 'accepted' AND NEW.along_with_id IS NULL)
    EXECUTE FUNCTION contracts_acceptance_leads_to_a_note();

CREATE FUNCTION contracts_note_answers_no_other() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM contracts_contest WHERE id = NEW.contest_id AND along_with_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a contest that was accepted along has no note of its own (%)', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER note_answers_no_other AFTER INSERT ON contracts_correction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION contracts_note_answers_no_other();
"""

UNDO = """
DROP FUNCTION IF EXISTS contracts_note_answers_no_other() CASCADE;
DROP FUNCTION IF EXISTS contracts_acceptance_leads_to_a_note() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0044_usual_hours'),
    ]

    operations = [
        migrations.RunSQL(GUARDS, UNDO),
    ]
