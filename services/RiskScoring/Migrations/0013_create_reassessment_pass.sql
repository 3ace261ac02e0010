-- By which values of which rule set live filings were last judged anew, and how far that has come;
-- one row. Filings in the order of their ids; after_id is null when all are noted.
CREATE TABLE reassessment_pass (
    is_only     boolean     PRIMARY KEY DEFAULT true CHECK (is_only),
    version     text        NOT NULL,
    values_from date        NOT NULL, -- first day of the values in force
    begun_at    timestamptz NOT NULL,
    after_id    uuid
);
