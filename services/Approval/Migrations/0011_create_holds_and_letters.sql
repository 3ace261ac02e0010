-- A case on hold as a whole has a state of its own: it is in no queue.
ALTER TABLE approval_case DROP CONSTRAINT approval_case_state_check;
ALTER TABLE approval_case ADD CONSTRAINT approval_case_state_check CHECK (state IN
    ('WAITING', 'CLAIMED', 'HELD', 'RETURNED', 'APPROVED', 'REJECTED', 'WITHDRAWN'));

-- A proposal may be for a part of what is decidable; null for all of it.
ALTER TABLE approval_case ADD COLUMN proposal_amount_cny numeric(20, 2)
    CHECK (proposal_amount_cny > 0);

-- Several causes may stop a clock at the same time; each ends for itself.
ALTER TABLE case_clock_stop DROP CONSTRAINT case_clock_stop_reason_check;
ALTER TABLE case_clock_stop ADD CONSTRAINT case_clock_stop_reason_check
    CHECK (reason IN ('RETURN', 'HOLD', 'LETTER'));
ALTER TABLE case_clock_stop ADD COLUMN cause_no integer NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX case_clock_stop_open ON case_clock_stop (case_id, reason, cause_no)
    WHERE resumed_on IS NULL;

CREATE TABLE case_hold (
    case_id        uuid           NOT NULL REFERENCES approval_case,
    hold_no        integer        NOT NULL CHECK (hold_no > 0),
    ground         text           NOT NULL CHECK (ground IN ('INSPECTION_CASE', 'SMUGGLING_CASE',
        'IMPORT_DATA_DIFFER', 'LOW_RATE_GOODS', 'SUPPLIER_SUSPICION')),
    scope          text           NOT NULL CHECK (scope IN ('WHOLE_CASE', 'AMOUNT', 'GUARANTEE')),
    amount_cny     numeric(20, 2) NOT NULL,
    reference      text           NOT NULL,
    reason         text           NOT NULL CHECK (reason <> ''),
    held_by        text           NOT NULL,
    held_at        timestamptz    NOT NULL,
    released_by    text,
    released_at    timestamptz,
    release_reason text,
    PRIMARY KEY (case_id, hold_no),
    CHECK ((scope = 'WHOLE_CASE') = (amount_cny = 0) AND amount_cny >= 0),
    CHECK ((released_by IS NULL) = (released_at IS NULL))
);

CREATE TABLE case_letter (
    case_id         uuid           NOT NULL REFERENCES approval_case,
    letter_no       integer        NOT NULL CHECK (letter_no > 0),
    attempt_no      integer        NOT NULL,
    supplier_tax_id text           NOT NULL,
    authority       text           NOT NULL,
    amount_cny      numeric(20, 2) NOT NULL CHECK (amount_cny > 0),
    question        text           NOT NULL CHECK (question <> ''),
    sent_by         text           NOT NULL,
    sent_at         timestamptz    NOT NULL,
    sent_on         date           NOT NULL,
    due_on          date           NOT NULL CHECK (due_on > sent_on),
    reply           text CHECK (reply IN ('NORMAL', 'PROBLEM')),
    answered_by     text,
    answered_at     timestamptz,
    answer          text,
    PRIMARY KEY (case_id, letter_no),
    CHECK ((reply IS NULL) = (answered_at IS NULL))
);
-- One open letter a supplier.
CREATE UNIQUE INDEX case_letter_open ON case_letter (case_id, supplier_tax_id)
    WHERE reply IS NULL;

-- Dated rules of casework: letters, warnings, ages.
ALTER TABLE policy_version DROP CONSTRAINT policy_version_kind;
ALTER TABLE policy_version ADD CONSTRAINT policy_version_kind
    CHECK (kind IN ('GREEN_CHANNEL', 'ROUTES', 'ENROLMENT_CRITERIA', 'CASEWORK'));
ALTER TABLE policy_draft DROP CONSTRAINT policy_draft_kind_check;
ALTER TABLE policy_draft ADD CONSTRAINT policy_draft_kind_check
    CHECK (kind IN ('GREEN_CHANNEL', 'ROUTES', 'ENROLMENT_CRITERIA', 'CASEWORK'));
