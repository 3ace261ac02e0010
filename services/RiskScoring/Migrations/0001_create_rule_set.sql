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
    valid_from   date        NOT NULL UNIQUE,
    document     text        NOT NULL,
    installed_at timestamptz NOT NULL
);
CREATE TRIGGER rule_set_is_append_only BEFORE UPDATE OR DELETE ON rule_set
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
