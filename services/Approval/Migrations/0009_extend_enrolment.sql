-- An exporter, or an officer on its behalf, asks for the green channel; an editor takes the
-- application up as a draft, or declines it.
ALTER TABLE enrolment
    DROP CONSTRAINT enrolment_state_check,
    DROP CONSTRAINT enrolment_check1,
    ADD COLUMN applied_by text,
    ADD COLUMN applied_at timestamptz,
    ADD COLUMN end_cause text CHECK (end_cause IN
        ('REQUEST', 'EJECTION', 'MISTAKE', 'DECLINED', 'RAN_OUT'));
UPDATE enrolment SET end_cause = CASE ended_reason WHEN 'ran out' THEN 'RAN_OUT' ELSE 'REQUEST' END
WHERE state = 'ENDED';
ALTER TABLE enrolment
    ADD CONSTRAINT enrolment_state CHECK (state IN ('APPLIED', 'DRAFT', 'LIVE', 'ENDED')),
    ADD CONSTRAINT enrolment_open CHECK
        ((state IN ('APPLIED', 'DRAFT')) = (approved_by IS NULL AND ended_by IS NULL)),
    ADD CONSTRAINT enrolment_end_cause CHECK ((end_cause IS NULL) = (ended_by IS NULL)),
    ADD CONSTRAINT enrolment_applicant CHECK ((applied_by IS NULL) = (applied_at IS NULL)),
    ADD CONSTRAINT enrolment_four_eyes CHECK (approved_by <> applied_by);
-- An enterprise has one application or draft at a time.
CREATE INDEX enrolment_open_of_enterprise ON enrolment (uscc) WHERE state <> 'ENDED';

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
INSERT INTO enrolment_event (enrolment_id, event_no, at, person, action, detail)
SELECT enrolment_id, 1, drafted_at, drafted_by, 'DRAFTED', reason FROM enrolment
UNION ALL
SELECT enrolment_id, 2, approved_at, approved_by, 'APPROVED', '' FROM enrolment
WHERE approved_by IS NOT NULL
UNION ALL
SELECT enrolment_id, 3, ended_at, ended_by, 'ENDED', ended_reason FROM enrolment
WHERE ended_by IS NOT NULL;

ALTER TABLE policy_version
    DROP CONSTRAINT policy_version_kind_check,
    ADD CONSTRAINT policy_version_kind CHECK (kind IN
        ('GREEN_CHANNEL', 'ROUTES', 'ENROLMENT_CRITERIA'));
