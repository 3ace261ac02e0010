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
    -- Other names under which the enterprise, supplier or person is known.
    aliases    text[]      NOT NULL DEFAULT '{}',
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
    -- For values under its key, entries with shorter keys do not count.
    is_exception boolean   NOT NULL DEFAULT false,
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
    is_exception boolean NOT NULL DEFAULT false,
    EXCLUDE USING gist (kind WITH =, key WITH =, valid WITH &&)
);
-- The prefixes of a value are looked up among the keys in force, by equality of their bytes.
CREATE INDEX watchlist_in_force_key ON watchlist_in_force (kind, key COLLATE "C");

-- Files that were imported; their drafts can be approved as one act.
CREATE TABLE watchlist_import (
    id          uuid        PRIMARY KEY,
    imported_by text        NOT NULL,
    imported_at timestamptz NOT NULL
);
CREATE INDEX watchlist_import_at ON watchlist_import (imported_at);
CREATE TABLE watchlist_import_draft (
    import_id  uuid    NOT NULL REFERENCES watchlist_import (id),
    entry_id   uuid    NOT NULL,
    version_no integer NOT NULL,
    row_no     integer NOT NULL,
    PRIMARY KEY (import_id, entry_id),
    FOREIGN KEY (entry_id, version_no) REFERENCES watchlist_version (entry_id, version_no)
);
