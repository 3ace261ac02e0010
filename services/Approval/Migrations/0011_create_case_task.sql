-- What has to be done before a case is approved. A number is never given twice in a case.
CREATE TABLE case_task (
    case_id        uuid        NOT NULL REFERENCES approval_case,
    task_no        integer     NOT NULL CHECK (task_no > 0),
    attempt_no     integer     NOT NULL,
    kind           text        NOT NULL CHECK (kind IN
        ('LETTER', 'HOLD', 'SELF_INSPECTION', 'ENHANCED_REVIEW', 'VISIT')),
    subject        text        NOT NULL,
    cause          text        NOT NULL,
    state          text        NOT NULL CHECK (state IN ('OPEN', 'DONE', 'WAIVED', 'WITHDRAWN')),
    opened_at      timestamptz NOT NULL,
    filed_revision integer,
    -- What the evaluation post saw on the spot, JSON.
    report         jsonb,
    closed_by      text,
    closed_at      timestamptz,
    reason         text        NOT NULL,
    PRIMARY KEY (case_id, task_no),
    CHECK ((state = 'OPEN') = (closed_at IS NULL)),
    CHECK (state <> 'WAIVED' OR reason <> '')
);

-- Doubts of the risk catalogue that officers raised; passed as those of the filing are.
CREATE TABLE raised_doubt (
    case_id     uuid        NOT NULL REFERENCES approval_case,
    attempt_no  integer     NOT NULL,
    doubt_no    integer     NOT NULL CHECK (doubt_no > 0),
    code        text        NOT NULL,
    passable_by text        NOT NULL CHECK (passable_by IN ('OFFICER', 'REVIEWER', 'NOBODY')),
    place       text        NOT NULL CHECK (place <> ''),
    reason      text        NOT NULL CHECK (reason <> ''),
    raised_by   text        NOT NULL,
    raised_at   timestamptz NOT NULL,
    PRIMARY KEY (case_id, attempt_no, doubt_no)
);

-- Self-inspection forms 自查表 as exporters handed them in; every revision is kept.
CREATE TABLE self_inspection (
    pre_declaration_id uuid        NOT NULL,
    attempt_no         integer     NOT NULL,
    revision_no        integer     NOT NULL CHECK (revision_no > 0),
    form_from          date        NOT NULL,
    answers            jsonb       NOT NULL,
    signed_by          text        NOT NULL,
    filed_at           timestamptz NOT NULL,
    PRIMARY KEY (pre_declaration_id, attempt_no, revision_no)
);
