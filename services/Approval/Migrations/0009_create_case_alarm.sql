-- Warnings, escalations and alarms of age: each once per case, attempt, stage and occasion. The
-- occasion names what it is about, so that a due date that moved, or a state that was entered
-- again, may be told of anew. Whether one is still open follows from the case, not from the row.
CREATE TABLE case_alarm (
    alarm_id      uuid        NOT NULL PRIMARY KEY,
    case_id       uuid        NOT NULL,
    attempt_no    integer     NOT NULL,
    stage         text        NOT NULL CHECK (stage IN
        ('WARNING', 'ESCALATION', 'AGE', 'LETTER')),
    occasion      text        NOT NULL,
    state         text        NOT NULL,
    post          text        NOT NULL,
    told_post     text        NOT NULL,
    told_officer  text,
    tax_authority text        NOT NULL,
    reason_zh     text        NOT NULL,
    reason_en     text        NOT NULL,
    raised_at     timestamptz NOT NULL,
    UNIQUE (case_id, attempt_no, stage, occasion)
);
CREATE INDEX case_alarm_list ON case_alarm (tax_authority, raised_at DESC, alarm_id DESC);
