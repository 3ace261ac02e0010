-- Forms by which exporters answer doubts. Each hand-in of other content is a row that never
-- changes: officers may have decided on it. No foreign keys, as with attempts.
CREATE TABLE remedy_form (
    pre_declaration_id uuid        NOT NULL,
    attempt_no         integer     NOT NULL CHECK (attempt_no > 0),
    form               text COLLATE "C" NOT NULL,
    revision_no        integer     NOT NULL CHECK (revision_no > 0),
    form_from          date        NOT NULL,
    rows               jsonb       NOT NULL,
    signed_by          text        NOT NULL,
    filed_by           text        NOT NULL,
    filed_at           timestamptz NOT NULL,
    PRIMARY KEY (pre_declaration_id, form, attempt_no, revision_no)
);

COMMENT ON COLUMN remedy_form.form_from IS 'First day of the version of the form.';
COMMENT ON COLUMN remedy_form.revision_no IS 'From 1 within the attempt; the last one counts.';
