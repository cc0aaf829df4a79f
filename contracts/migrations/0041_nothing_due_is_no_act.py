"""What sums to nothing over the lines of a statement is not due: its state needs no act for it."""

from django.db import migrations

# said a second time in contracts/rules/settling.py
STATE = """
CREATE OR REPLACE FUNCTION contracts_state_by_the_ledger(concerned bigint) RETURNS text
LANGUAGE sql STABLE AS $$
    WITH open AS (
        SELECT posting.account FROM contracts_ledgerposting AS posting
        JOIN contracts_statementline AS line ON line.id = posting.line_id
        WHERE line.statement_id = concerned
        GROUP BY {sums} HAVING sum(posting.amount) <> 0
    ), standing AS (
        SELECT act FROM contracts_ledgerentry AS entry
        WHERE statement_id = concerned AND NOT EXISTS (
            SELECT 1 FROM contracts_ledgerentry WHERE reverses_id = entry.id
        )
    )
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM open WHERE account = 'client_credit')
            OR NOT EXISTS (SELECT 1 FROM standing WHERE act = 'payment') THEN 'issued'
        WHEN EXISTS (SELECT 1 FROM open WHERE account = 'publisher_receivable')
            OR NOT EXISTS (SELECT 1 FROM standing WHERE act = 'reimbursement') THEN 'paid'
        ELSE 'reimbursed'
    END
$$;
"""
GUARD = """
CREATE OR REPLACE FUNCTION contracts_state_follows_the_ledger() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint;
    state_is text;
    follows text;
BEGIN
    IF TG_TABLE_NAME = 'contracts_statement' THEN
        concerned := NEW.id;
    ELSE
        concerned := NEW.statement_id;
    END IF;
    SELECT state INTO state_is FROM contracts_statement WHERE id = concerned;
    follows := contracts_state_by_the_ledger(concerned);
    IF state_is <> follows THEN
        RAISE EXCEPTION 'the state of a statement follows from the ledger (% is %, not %)',
            concerned, follows, state_is USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
MOVE_ON = """
UPDATE contracts_statement SET state = contracts_state_by_the_ledger(id)
WHERE state <> contracts_state_by_the_ledger(id);
SET CONSTRAINTS ALL IMMEDIATE;
"""
OF_THE_STATEMENT = STATE.format(sums="posting.account")
LINE_BY_LINE = STATE.format(sums="posting.account, posting.line_id")


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0040_notes_move_lines'),
    ]

    operations = [
        migrations.RunSQL(OF_THE_STATEMENT + GUARD + MOVE_ON, LINE_BY_LINE + GUARD + MOVE_ON),
    ]
