"""Of two contests that wait, one note holds the differences of both: the other is accepted along."""

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
DROP TRIGGER contest_goes_on ON contracts_contest;
CREATE TRIGGER contest_goes_on BEFORE UPDATE ON contracts_contest
    FOR EACH ROW WHEN (OLD.decision = '') EXECUTE FUNCTION
    contracts_issued_stays('decision', 'answer', 'decided_by_id', 'decided_at', 'along_with_id');

-- checked when the transaction commits, whichever is written first
CREATE FUNCTION contracts_along_with_a_note_of_its_statement() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM contracts_correction AS note
        JOIN contracts_statementline AS line ON line.statement_id = note.statement_id
        WHERE note.contest_id = NEW.along_with_id AND line.id = NEW.line_id
    ) OR EXISTS (SELECT 1 FROM contracts_correction WHERE contest_id = NEW.id) THEN
        RAISE EXCEPTION 'a contest is accepted along with one of its statement that has a note (%)',
            NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER along_with_a_note_of_its_statement
    AFTER INSERT OR UPDATE ON contracts_contest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.along_with_id IS NOT NULL)
    EXECUTE FUNCTION contracts_along_with_a_note_of_its_statement();
"""

UNDO = """
DROP FUNCTION IF EXISTS contracts_along_with_a_note_of_its_statement() CASCADE;
DROP TRIGGER contest_goes_on ON contracts_contest;
CREATE TRIGGER contest_goes_on BEFORE UPDATE ON contracts_contest
    FOR EACH ROW WHEN (OLD.decision = '') EXECUTE FUNCTION
    contracts_issued_stays('decision', 'answer', 'decided_by_id', 'decided_at');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0041_nothing_due_is_no_act'),
    ]

    operations = [
        migrations.AddField(
            model_name='contest',
            name='along_with',
            field=models.ForeignKey(blank=True, help_text='The note of that one is the note of both.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='along', to='contracts.contest', verbose_name='accepted along with'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(('along_with', None), models.Q(('decision', 'accepted'), models.Q(('along_with', models.F('id')), _negated=True)), _connector='OR'), name='contest_accepted_along_with_another_one'),
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
