"""Under which contract a configuration stood, from when until when."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

# They have stood where they stand since they were registered, or for as long as anybody knows.
SO_FAR = """
INSERT INTO contracts_placement (configuration_id, contract_id, during)
SELECT configuration.id, configuration.contract_id, tstzrange(LEAST(
        COALESCE((SELECT min(at) FROM contracts_contractevent AS event
            WHERE event.configuration_id = configuration.id), 'infinity'),
        contract.starts_on::timestamp AT TIME ZONE contract.time_zone,
        configuration.retired_at - interval '1 second'
    ), configuration.retired_at)
FROM contracts_configuration AS configuration
JOIN contracts_contract AS contract ON contract.id = configuration.contract_id;
"""

# Looked at when the transaction commits, so that both can change in one.
GUARD = """
CREATE FUNCTION contracts_configuration_stands_where_it_says() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint;
    agrees boolean;
BEGIN
    IF TG_TABLE_NAME = 'contracts_configuration' THEN
        concerned := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        concerned := OLD.configuration_id;
    ELSE
        concerned := NEW.configuration_id;
    END IF;
    SELECT (configuration.retired_at IS NULL) = EXISTS (
            SELECT 1 FROM contracts_placement AS placement
            WHERE placement.configuration_id = concerned
                AND upper_inf(placement.during)
                AND placement.contract_id = configuration.contract_id
        )
        INTO agrees
        FROM contracts_configuration AS configuration WHERE configuration.id = concerned;
    IF NOT agrees THEN
        RAISE EXCEPTION 'a configuration stands under the contract that it names (configuration %)',
            concerned USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER configuration_stands_where_it_says
    AFTER INSERT OR UPDATE OF contract_id, retired_at ON contracts_configuration
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION contracts_configuration_stands_where_it_says();
CREATE CONSTRAINT TRIGGER placement_stands_with_its_configuration
    AFTER INSERT OR UPDATE OR DELETE ON contracts_placement
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION contracts_configuration_stands_where_it_says();

CREATE FUNCTION contracts_placement_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.configuration_id, NEW.contract_id, lower(NEW.during))
        IS DISTINCT FROM (OLD.configuration_id, OLD.contract_id, lower(OLD.during))
        OR NOT upper_inf(OLD.during)
    THEN
        RAISE EXCEPTION 'a placement that was written only ends'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER placement_only_ends
    BEFORE UPDATE ON contracts_placement
    FOR EACH ROW EXECUTE FUNCTION contracts_placement_only_ends();
"""
UNDO = """
DROP FUNCTION IF EXISTS contracts_configuration_stands_where_it_says() CASCADE;
DROP FUNCTION IF EXISTS contracts_placement_only_ends() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0013_promises_stand_in_terms")]

    operations = [
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        verbose_name="during"
                    ),
                ),
                (
                    "configuration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.configuration",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={"verbose_name": "placement", "ordering": ["configuration", "during"]},
        ),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "placement",
            django.contrib.postgres.constraints.ExclusionConstraint(
                name="under_one_contract_at_any_instant",
                expressions=[
                    (
                        models.Func(
                            models.F("configuration_id"),
                            models.F("configuration_id"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    ("during", "&&"),
                ],
            ),
        ),
        migrations.AddConstraint(
            "placement",
            models.CheckConstraint(
                condition=models.Q(("during__isempty", False)), name="placement_lasts_some_time"
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
