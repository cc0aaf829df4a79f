"""Known time zones, terms that leave some time; triggers for what lies in two tables."""

import datetime

from django.db import migrations, models

import contracts.models.time_zone

# The row that is looked at is locked, so that a change to it at the same time waits for this one.
OPERATORS = """
CREATE FUNCTION contracts_operators_are_of_the_platform() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind_of_theirs text;
BEGIN
    SELECT kind INTO kind_of_theirs FROM contracts_organisation
        WHERE id = NEW.organisation_id FOR SHARE;
    IF kind_of_theirs IS DISTINCT FROM 'platform' THEN
        RAISE EXCEPTION 'only people of a platform organisation are operators (person %)', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER operators_are_of_the_platform
    AFTER INSERT OR UPDATE OF is_staff, organisation_id ON contracts_user
    FOR EACH ROW WHEN (NEW.is_staff)
    EXECUTE FUNCTION contracts_operators_are_of_the_platform();

CREATE FUNCTION contracts_platform_keeps_its_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM contracts_user WHERE organisation_id = NEW.id AND is_staff) THEN
        RAISE EXCEPTION 'only people of a platform organisation are operators (organisation %)', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER platform_keeps_its_kind
    AFTER UPDATE OF kind ON contracts_organisation
    FOR EACH ROW WHEN (NEW.kind IS DISTINCT FROM 'platform')
    EXECUTE FUNCTION contracts_platform_keeps_its_kind();
"""

# Checked when the transaction commits, so that both rows can pass to another client in one.
CLIENTS = """
CREATE FUNCTION contracts_configuration_is_of_its_contracts_client() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint;
BEGIN
    IF TG_TABLE_NAME = 'contracts_contract' THEN
        SELECT id INTO concerned FROM contracts_configuration
            WHERE contract_id = NEW.id
            AND client_id <> (SELECT client_id FROM contracts_contract WHERE id = NEW.id)
            LIMIT 1;
    ELSE
        PERFORM 1 FROM contracts_contract
            WHERE id = (SELECT contract_id FROM contracts_configuration WHERE id = NEW.id)
            FOR SHARE;
        SELECT configuration.id INTO concerned FROM contracts_configuration configuration
            JOIN contracts_contract contract ON contract.id = configuration.contract_id
            WHERE configuration.id = NEW.id AND configuration.client_id <> contract.client_id;
    END IF;
    IF concerned IS NOT NULL THEN
        RAISE EXCEPTION 'a configuration is of the client of its contract (configuration %)', concerned
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER configuration_is_of_its_contracts_client
    AFTER INSERT OR UPDATE OF client_id, contract_id ON contracts_configuration
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION contracts_configuration_is_of_its_contracts_client();
CREATE CONSTRAINT TRIGGER contract_has_configurations_of_its_client
    AFTER UPDATE OF client_id ON contracts_contract
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.client_id IS DISTINCT FROM NEW.client_id)
    EXECUTE FUNCTION contracts_configuration_is_of_its_contracts_client();
"""

UNDO = """
DROP TRIGGER IF EXISTS operators_are_of_the_platform ON contracts_user;
DROP TRIGGER IF EXISTS platform_keeps_its_kind ON contracts_organisation;
DROP TRIGGER IF EXISTS configuration_is_of_its_contracts_client ON contracts_configuration;
DROP TRIGGER IF EXISTS contract_has_configurations_of_its_client ON contracts_contract;
DROP FUNCTION IF EXISTS contracts_operators_are_of_the_platform();
DROP FUNCTION IF EXISTS contracts_platform_keeps_its_kind();
DROP FUNCTION IF EXISTS contracts_configuration_is_of_its_contracts_client();
"""


def _time_zone_of(model):
    return migrations.AlterField(
        model,
        "time_zone",
        models.CharField(
            default="Europe/Paris",
            max_length=50,
            validators=[contracts.models.time_zone.known_time_zone],
            verbose_name="time zone",
        ),
    )


def _some_time_or_none(field):
    return models.Q((f"{field}__isnull", True)) | models.Q(
        (f"{field}__gt", datetime.timedelta(0))
    )


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_guards")]

    operations = [
        _time_zone_of("coverage"),
        _time_zone_of("organisation"),
        _time_zone_of("user"),
        migrations.AddConstraint(
            "escalationlevel",
            models.CheckConstraint(
                condition=models.Q(("wait_minutes__gte", 1)), name="escalation_level_has_some_time"
            ),
        ),
        migrations.AddConstraint(
            "target",
            models.CheckConstraint(
                condition=models.Q(("respond_within__gt", datetime.timedelta(0)))
                & _some_time_or_none("restore_within")
                & _some_time_or_none("news_every"),
                name="target_leaves_some_time",
            ),
        ),
        migrations.RunSQL(OPERATORS, migrations.RunSQL.noop),
        migrations.RunSQL(CLIENTS, UNDO),
    ]
