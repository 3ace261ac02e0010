-- Files that were imported, with the answer given; their drafts can be approved as one act.
CREATE TABLE watchlist_import (
    id          uuid        PRIMARY KEY,
    imported_by text        NOT NULL,
    imported_at timestamptz NOT NULL,
    summary     text        NOT NULL
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

-- The trace of the approval goes on to the filings that are screened again.
ALTER TABLE watchlist_change ADD COLUMN trace_parent text;
ALTER TABLE rescreening ADD COLUMN trace_parent text;
