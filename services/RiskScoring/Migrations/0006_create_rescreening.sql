-- Keys whose entries changed, began or ended, until the filings under them are noted below. Many
-- changes of a burst are taken together.
CREATE TABLE watchlist_change (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       smallint    NOT NULL,
    key        text        COLLATE "C" NOT NULL,
    changed_at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Live filings that have to be screened again; a filing waits at most once.
CREATE TABLE rescreening (
    pre_declaration_id uuid        PRIMARY KEY,
    due_at             timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX rescreening_due ON rescreening (due_at);

-- The last day whose beginnings and ends have become changes; one row.
CREATE TABLE rescreening_day (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    day     date    NOT NULL
);
