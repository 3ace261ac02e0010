CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Every step in the life of an entry; steps are added, never changed, so the list can be read as of
-- any moment.
CREATE TABLE watchlist_version (
    entry_id   uuid        NOT NULL,
    version_no integer     NOT NULL CHECK (version_no >= 1),
    version_id uuid        NOT NULL UNIQUE,
    change     text        NOT NULL CHECK (change IN ('ADD', 'REVISE', 'RETIRE')),
    stage      text        NOT NULL CHECK (stage IN ('DRAFT', 'APPROVED', 'REJECTED')),
    kind       text        NOT NULL,
    key        text        NOT NULL,
    name       text        NOT NULL,
    level      smallint    NOT NULL CHECK (level BETWEEN 1 AND 4),
    reason     text        NOT NULL,
    authority  text        NOT NULL,
    document   text        NOT NULL,
    evidence   text        NOT NULL,
    valid_from date        NOT NULL,
    valid_to   date        CHECK (valid_to >= valid_from),
    note       text        NOT NULL,
    taken_by   text        NOT NULL,
    taken_at   timestamptz NOT NULL,
    PRIMARY KEY (entry_id, version_no)
);
CREATE INDEX watchlist_version_approved ON watchlist_version (entry_id, version_no DESC)
    WHERE stage = 'APPROVED';
CREATE INDEX watchlist_version_first ON watchlist_version (entry_id) WHERE version_no = 1;
CREATE INDEX watchlist_version_key ON watchlist_version (kind, key) WHERE version_no = 1;
CREATE TRIGGER watchlist_version_is_append_only BEFORE UPDATE OR DELETE ON watchlist_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The approved version of every entry that has not ended: what matching loads. One key of a kind
-- has at most one entry on any day.
CREATE TABLE watchlist_in_force (
    entry_id   uuid      PRIMARY KEY,
    version_id uuid      NOT NULL REFERENCES watchlist_version (version_id),
    kind       text      NOT NULL,
    key        text      NOT NULL,
    valid      daterange NOT NULL,
    EXCLUDE USING gist (kind WITH =, key WITH =, valid WITH &&)
);

-- Answers to a repeated request: the same key and body gets the same entry.
CREATE TABLE idempotency_key (
    subject      text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    entry_id     uuid        NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (subject, key)
);
