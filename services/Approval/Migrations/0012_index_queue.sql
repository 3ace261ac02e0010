-- Codes of the doubts of the attempt under review, for the officers' filters.
ALTER TABLE approval_case ADD COLUMN doubt_codes text[] NOT NULL DEFAULT '{}';

-- The lists in their order. What they are filtered by follows the key, so that a filter that few
-- cases meet is judged in the index and not row by row.
DROP INDEX approval_case_live;
CREATE INDEX approval_case_live ON approval_case
    (tax_authority, due_on, rebate_due_cny DESC, case_id,
     post, channel, enterprise_class, period, claimed_by)
    WHERE state IN ('WAITING', 'CLAIMED');
DROP INDEX approval_case_closed;
CREATE INDEX approval_case_closed ON approval_case
    (tax_authority, state, due_on, rebate_due_cny DESC, case_id,
     post, channel, enterprise_class, period, decided_by)
    WHERE state NOT IN ('WAITING', 'CLAIMED');
CREATE INDEX approval_case_of_enterprise ON approval_case (uscc, due_on);
CREATE INDEX approval_case_doubts ON approval_case USING gin (doubt_codes)
    WHERE doubt_codes <> '{}';

CREATE TABLE saved_filter (
    filter_id     uuid        NOT NULL PRIMARY KEY,
    version       bigint      NOT NULL CHECK (version > 0),
    owner         text        NOT NULL,
    tax_authority text        NOT NULL,
    name          text        NOT NULL CHECK (name <> ''),
    is_shared     boolean     NOT NULL,
    filter        text        NOT NULL,
    changed_at    timestamptz NOT NULL,
    UNIQUE (tax_authority, owner, name)
);
