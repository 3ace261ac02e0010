-- Keys whose entries changed, began or ended, until the filings under them are noted below. Many
-- changes of a burst are taken together. The trace of an approval goes on to the filings that are
-- screened again.
CREATE TABLE watchlist_change (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         smallint    NOT NULL,
    key          text        COLLATE "C" NOT NULL,
    changed_at   timestamptz NOT NULL,
    trace_parent text
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Live filings that have to be screened again; a filing waits at most once.
CREATE TABLE rescreening (
    pre_declaration_id uuid        PRIMARY KEY,
    due_at             timestamptz NOT NULL,
    trace_parent       text
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX rescreening_due ON rescreening (due_at);

-- The last day whose beginnings and ends have become changes; one row.
CREATE TABLE rescreening_day (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    day     date    NOT NULL
);

-- By which values of which rule set live filings were last judged anew, and how far that has come;
-- one row. Filings in the order of their ids; after_id is null when all are noted. has_found says
-- whether the sweep under way, or the last one, found any that others judged. Another sweep follows
-- then: a pass is over when after_id is null and has_found is false.
CREATE TABLE reassessment_pass (
    is_only     boolean     PRIMARY KEY DEFAULT true CHECK (is_only),
    version     text        NOT NULL,
    values_from date        NOT NULL, -- first day of the values in force
    begun_at    timestamptz NOT NULL,
    after_id    uuid,
    has_found   boolean     NOT NULL DEFAULT false
);
