-- The day of a set that was rolled back is free for the corrected one: first days are distinct
-- among the sets that judge. Whoever installs or rolls back waits for the revision, as this does.
ALTER TABLE rule_set DROP CONSTRAINT rule_set_valid_from_key;

CREATE FUNCTION refuse_taken_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM list_revision WHERE name = 'rule-set' FOR UPDATE;
    IF EXISTS (
        SELECT FROM rule_set s
        WHERE s.valid_from = NEW.valid_from
          AND NOT EXISTS (SELECT FROM rule_set_rollback r WHERE r.version = s.version))
    THEN
        RAISE EXCEPTION 'another rule set starts on %', NEW.valid_from
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rule_set_starts_alone BEFORE INSERT ON rule_set
    FOR EACH ROW EXECUTE FUNCTION refuse_taken_day();
