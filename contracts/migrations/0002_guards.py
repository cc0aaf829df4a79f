"""What the database refuses by itself: a changed journal of promises."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION contracts_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER journal_is_append_only
    BEFORE UPDATE OR DELETE ON contracts_contractevent
    FOR EACH ROW EXECUTE FUNCTION contracts_journal_is_append_only();
"""

UNDO = """
DROP TRIGGER IF EXISTS journal_is_append_only ON contracts_contractevent;
DROP FUNCTION IF EXISTS contracts_journal_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
