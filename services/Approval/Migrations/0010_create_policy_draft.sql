-- Versions of dated policies before they count: drafted, simulated, approved by another, activated.
CREATE TABLE policy_draft (
    draft_id     uuid        NOT NULL PRIMARY KEY,
    version      bigint      NOT NULL CHECK (version > 0),
    kind         text        NOT NULL CHECK (kind IN
        ('GREEN_CHANNEL', 'ROUTES', 'ENROLMENT_CRITERIA')),
    state        text        NOT NULL CHECK (state IN
        ('DRAFT', 'APPROVED', 'ACTIVATED', 'DISCARDED')),
    name         text        NOT NULL,
    valid_from   date        NOT NULL,
    body         text        NOT NULL,
    drafted_by   text        NOT NULL,
    drafted_at   timestamptz NOT NULL,
    simulation   text,
    simulated_by text,
    simulated_at timestamptz,
    approved_by  text CHECK (approved_by <> drafted_by),
    approved_at  timestamptz,
    closed_by    text,
    closed_at    timestamptz,
    CHECK ((simulation IS NULL) = (simulated_by IS NULL)),
    CHECK (state NOT IN ('APPROVED', 'ACTIVATED') OR approved_by IS NOT NULL),
    CHECK ((state IN ('ACTIVATED', 'DISCARDED')) = (closed_by IS NOT NULL))
);
CREATE INDEX policy_draft_list ON policy_draft (drafted_at DESC, draft_id DESC);

-- Checks apart from the decision: the random sample of the green channel, before and after the
-- decision, and decided cases of which something came to light later. Findings of the samples are
-- the unbiased measure of the channel.
CREATE TABLE case_check (
    check_id      uuid           NOT NULL PRIMARY KEY,
    version       bigint         NOT NULL CHECK (version > 0),
    case_id       uuid           NOT NULL,
    attempt_no    integer        NOT NULL,
    kind          text           NOT NULL CHECK (kind IN
        ('SAMPLE_BEFORE', 'SAMPLE_AFTER', 'RE_REVIEW')),
    state         text           NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    reason_zh     text           NOT NULL,
    reason_en     text           NOT NULL,
    tax_authority text           NOT NULL,
    rebate_cny    numeric(20, 2) NOT NULL,
    opened_at     timestamptz    NOT NULL,
    claimed_by    text,
    lease_until   timestamptz,
    outcome       text CHECK (outcome IN ('CLEAN', 'IRREGULAR')),
    found_cny     numeric(20, 2) CHECK (found_cny >= 0 AND found_cny <= rebate_cny),
    note          text,
    closed_by     text,
    closed_at     timestamptz,
    CHECK ((claimed_by IS NULL) = (lease_until IS NULL)),
    CHECK ((state = 'CLOSED') = (outcome IS NOT NULL)),
    CHECK ((outcome IS NULL) = (found_cny IS NULL)),
    CHECK ((outcome IS NULL) = (closed_by IS NULL)),
    CHECK (outcome <> 'CLEAN' OR found_cny = 0)
);
CREATE UNIQUE INDEX case_check_sample ON case_check (case_id, attempt_no)
    WHERE kind <> 'RE_REVIEW';
CREATE UNIQUE INDEX case_check_re_review ON case_check (case_id)
    WHERE kind = 'RE_REVIEW' AND state = 'OPEN';
CREATE INDEX case_check_queue ON case_check (tax_authority, opened_at, check_id)
    WHERE state = 'OPEN';
CREATE INDEX case_check_of_case ON case_check (case_id);

-- Moves of a case from one channel to another after its opening, with the reasons that hold since.
CREATE TABLE channel_move (
    case_id        uuid        NOT NULL,
    move_no        integer     NOT NULL,
    attempt_no     integer     NOT NULL,
    cause          text        NOT NULL CHECK (cause IN ('RISK', 'ENROLMENT', 'POLICY', 'HOLD')),
    channel_before text        NOT NULL,
    channel_after  text        NOT NULL,
    policy_version text        NOT NULL,
    conditions     text        NOT NULL,
    reason_zh      text        NOT NULL,
    reason_en      text        NOT NULL,
    moved_at       timestamptz NOT NULL,
    PRIMARY KEY (case_id, move_no)
);

-- The newest assessment of an attempt after the first; it may overtake the one that opens the case.
CREATE TABLE reassessment (
    pre_declaration_id uuid        NOT NULL PRIMARY KEY,
    attempt_no         integer     NOT NULL,
    sequence_no        integer     NOT NULL,
    message            text        NOT NULL,
    received_at        timestamptz NOT NULL
);
