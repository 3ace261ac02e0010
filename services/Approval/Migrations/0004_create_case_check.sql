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
    -- What changed facts propose to claim back; null where the check is about something else.
    proposed_cny  numeric(20, 2) CHECK (proposed_cny >= 0 AND proposed_cny <= rebate_cny),
    opened_at     timestamptz    NOT NULL,
    claimed_by    text,
    lease_until   timestamptz,
    outcome       text CHECK (outcome IN ('CLEAN', 'IRREGULAR')),
    found_cny     numeric(20, 2) CHECK (found_cny >= 0 AND found_cny <= rebate_cny),
    note          text,
    closed_by     text,
    closed_at     timestamptz,
    chance_percent numeric(9, 6),
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
-- The random sample by time, for its report.
CREATE INDEX case_check_sampled ON case_check (opened_at) WHERE kind <> 'RE_REVIEW';
