-- Enrolments of enterprises in the green channel. An exporter, or an officer on its behalf, applies
-- for one; an editor takes the application up as a draft or declines it, or drafts one unasked;
-- another person approves the draft.
CREATE TABLE enrolment (
    enrolment_id    uuid        NOT NULL PRIMARY KEY,
    version         bigint      NOT NULL CHECK (version > 0),
    uscc            text        NOT NULL,
    enterprise_name text        NOT NULL,
    state           text        NOT NULL CONSTRAINT enrolment_state CHECK (state IN
        ('APPLIED', 'DRAFT', 'LIVE', 'ENDED')),
    ground          text        NOT NULL CHECK (ground IN ('APPLICATION', 'LIST', 'CRITERIA')),
    reason          text        NOT NULL,
    valid_from      date        NOT NULL,
    valid_to        date,
    applied_by      text,
    applied_at      timestamptz,
    drafted_by      text        NOT NULL,
    drafted_at      timestamptz NOT NULL,
    approved_by     text CHECK (approved_by <> drafted_by),
    approved_at     timestamptz,
    ended_by        text,
    ended_at        timestamptz,
    ended_reason    text,
    end_cause       text CHECK (end_cause IN
        ('REQUEST', 'EJECTION', 'MISTAKE', 'DECLINED', 'RAN_OUT')),
    CONSTRAINT enrolment_open CHECK
        ((state IN ('APPLIED', 'DRAFT')) = (approved_by IS NULL AND ended_by IS NULL)),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((state = 'ENDED') = (ended_by IS NOT NULL)),
    CONSTRAINT enrolment_end_cause CHECK ((end_cause IS NULL) = (ended_by IS NULL)),
    CONSTRAINT enrolment_applicant CHECK ((applied_by IS NULL) = (applied_at IS NULL)),
    CONSTRAINT enrolment_four_eyes CHECK (approved_by <> applied_by)
);
CREATE UNIQUE INDEX enrolment_live ON enrolment (uscc) WHERE state = 'LIVE';
CREATE INDEX enrolment_list ON enrolment (drafted_at DESC, enrolment_id DESC);
-- An enterprise has one application or draft at a time.
CREATE INDEX enrolment_open_of_enterprise ON enrolment (uscc) WHERE state <> 'ENDED';
-- Every opening asks for the enterprise's enrolment of the day, ended ones with days to go
-- included.
CREATE INDEX enrolment_of_enterprise ON enrolment (uscc) WHERE approved_by IS NOT NULL;

-- What happened to an enrolment: every step with its person. Rows are added and never changed.
CREATE TABLE enrolment_event (
    enrolment_id uuid        NOT NULL REFERENCES enrolment,
    event_no     bigint      NOT NULL,
    at           timestamptz NOT NULL,
    person       text        NOT NULL,
    action       text        NOT NULL CHECK (action IN
        ('APPLIED', 'DRAFTED', 'TAKEN_UP', 'APPROVED', 'ENDED')),
    detail       text        NOT NULL,
    PRIMARY KEY (enrolment_id, event_no)
);
-- How often an enterprise's enrolment was announced; the version inside the message.
CREATE TABLE enrolment_announcement (
    uscc    text    NOT NULL PRIMARY KEY,
    version integer NOT NULL
);
