-- What scoring keeps in memory carries a revision; a statement that reads facts reads the revision
-- too, so a cache that is behind is noticed before it is used.
CREATE TABLE list_revision (
    name     text   PRIMARY KEY,
    revision bigint NOT NULL
);
INSERT INTO list_revision (name, revision) VALUES ('rule-set', 0), ('watchlist', 0);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- Rule sets as they were read from their files. A stored assessment refers to its version, so a set
-- that is here is never changed: a change is a new set with a new version.
CREATE TABLE rule_set (
    version      text        PRIMARY KEY,
    valid_from   date        NOT NULL,
    document     text        NOT NULL,
    installed_at timestamptz NOT NULL
);
CREATE TRIGGER rule_set_is_append_only BEFORE UPDATE OR DELETE ON rule_set
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A set that was rolled back: it no longer judges, the one before it does. Replays still find it.
CREATE TABLE rule_set_rollback (
    version        text        PRIMARY KEY REFERENCES rule_set (version),
    note           text        NOT NULL,
    rolled_back_by text        NOT NULL,
    rolled_back_at timestamptz NOT NULL
);

-- The day of a set that was rolled back is free for the corrected one: first days are distinct
-- among the sets that judge. Whoever installs or rolls back waits for the revision, as this does.
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

-- Rule sets on their way: drafted, perhaps run in shadow, approved by a second person, activated.
-- An activated one is in rule_set, too. A draft is never changed: a change is a new version.
CREATE TABLE rule_set_draft (
    version      text        PRIMARY KEY,
    document     text        NOT NULL,
    stage        text        NOT NULL CHECK (stage IN ('DRAFT', 'APPROVED', 'ACTIVE')),
    drafted_by   text        NOT NULL,
    drafted_at   timestamptz NOT NULL,
    approved_by  text,
    approved_at  timestamptz,
    activated_by text,
    activated_at timestamptz,
    -- Why a set that leaves more unjudged than the one before it judges all the same.
    activation_reason text,
    -- What either set left unjudged when it was activated, by rule, JSON.
    unjudged     text,
    CHECK (approved_by <> drafted_by)
);
