-- Self-inspection forms 自查表 that the authority asked for, one for an attempt. case_version is
-- that of the last message; answers are kept when the form is no longer asked for.
CREATE TABLE self_inspection (
    pre_declaration_id uuid        NOT NULL,
    attempt_no         integer     NOT NULL CHECK (attempt_no > 0),
    case_version       bigint      NOT NULL,
    is_asked           boolean     NOT NULL,
    asked_at           timestamptz NOT NULL,
    revision_no        integer     NOT NULL DEFAULT 0 CHECK (revision_no >= 0),
    form_from          date,
    answers            jsonb,
    signed_by          text,
    filed_by           text,
    filed_at           timestamptz,
    PRIMARY KEY (pre_declaration_id, attempt_no),
    CHECK ((revision_no = 0) = (answers IS NULL)),
    CHECK ((revision_no = 0) = (filed_at IS NULL))
);
