-- One case for each pre-declaration; a later attempt opens the same case anew.
CREATE TABLE approval_case (
    case_id             uuid           NOT NULL PRIMARY KEY,
    pre_declaration_id  uuid           NOT NULL UNIQUE,
    version             bigint         NOT NULL CHECK (version > 0),
    attempt_no          integer        NOT NULL CHECK (attempt_no > 0),
    lane                text           NOT NULL,
    state               text           NOT NULL CHECK (state IN
        ('WAITING', 'CLAIMED', 'HELD', 'RETURNED', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
    state_since         timestamptz    NOT NULL,
    post                text           NOT NULL CHECK (post IN
        ('REVIEW', 'EVALUATION', 'RE_REVIEW', 'APPROVAL')),
    route               text[]         NOT NULL CHECK (cardinality(route) > 0),
    claimed_by          text,
    lease_until         timestamptz,
    proposal_decision   text CHECK (proposal_decision IN ('APPROVE', 'REJECT')),
    proposal_by         text,
    proposal_reason     text,
    -- For a part of what is decidable; null for all of it.
    proposal_amount_cny numeric(20, 2) CHECK (proposal_amount_cny > 0),
    decision            text CHECK (decision IN ('APPROVED', 'REJECTED', 'RETURNED')),
    decision_reason     text,
    decided_by          text,
    decided_at          timestamptz,
    approved_rebate_cny numeric(20, 2) CHECK (approved_rebate_cny >= 0),
    -- Of it, kept back for what the exporter owed; and what a negative total owes from now on.
    set_off_cny         numeric(20, 2) CHECK (set_off_cny BETWEEN 0 AND approved_rebate_cny),
    to_repay_cny        numeric(20, 2) CHECK (to_repay_cny >= 0),

    channel             text           NOT NULL CHECK (channel IN
        ('GREEN', 'STANDARD', 'ENHANCED')),
    policy_version      text           NOT NULL,
    sample_day          date           NOT NULL,
    sample_draw_percent numeric(9, 6)  NOT NULL,
    sample_drawn        boolean        NOT NULL,
    -- Whether nothing else keeps the attempt under review from green.
    sample_alone_bars_green boolean NOT NULL DEFAULT false,
    later_check         boolean        NOT NULL,

    route_version       text           NOT NULL,
    clock_started_on    date           NOT NULL,
    legal_days          smallint       NOT NULL,
    due_days            smallint       NOT NULL,
    goal_days           smallint       NOT NULL,
    legal_due_on        date           NOT NULL,
    due_on              date           NOT NULL,
    goal_on             date           NOT NULL,
    due_is_provisional  boolean        NOT NULL,

    uscc                text           NOT NULL,
    exporter_name       text           NOT NULL,
    tax_authority       text           NOT NULL,
    enterprise_class    smallint       NOT NULL,
    method              text           NOT NULL,
    period              text           NOT NULL,
    batch_no            integer        NOT NULL,
    export_line_count   integer        NOT NULL,
    doubt_count         integer        NOT NULL,
    gravest_doubt_level text           NOT NULL,
    -- Of the attempt under review, for the officers' filters.
    doubt_codes         text[]         NOT NULL DEFAULT '{}',
    fob_usd             numeric(20, 2) NOT NULL,
    rebate_due_cny      numeric(20, 2) NOT NULL,
    filed_to_repay_cny  numeric(20, 2) NOT NULL,
    exempt_credit_cny   numeric(20, 2) NOT NULL,
    score               smallint       NOT NULL,
    grade               text           NOT NULL,
    watchlist_level     smallint,
    -- Number and kind of each task that is open.
    open_tasks          text[]         NOT NULL DEFAULT '{}',

    -- The check of the attempt that stands; stale while a later change was told than it has seen.
    check_no            integer        NOT NULL,
    stale_no            bigint         NOT NULL,
    checked_no          bigint         NOT NULL,

    opened_at           timestamptz    NOT NULL,
    changed_at          timestamptz    NOT NULL,
    audit_count         integer        NOT NULL,
    audit_head          bytea          NOT NULL,

    CHECK ((state = 'CLAIMED') = (claimed_by IS NOT NULL)),
    CHECK ((claimed_by IS NULL) = (lease_until IS NULL)),
    CHECK ((proposal_decision IS NULL) = (proposal_by IS NULL)),
    CHECK (state NOT IN ('APPROVED', 'REJECTED', 'RETURNED') OR decision = state),
    -- Segregation of duties: nobody decides what the same person proposed.
    CONSTRAINT approval_case_two_people CHECK (proposal_by <> decided_by)
);

-- The queue of a post, in the order in which its cases are worked: due date, then rebate.
-- It holds live cases only, so its size follows the backlog and not the history.
CREATE INDEX approval_case_queue ON approval_case
    (tax_authority, post, due_on, rebate_due_cny DESC, case_id)
    WHERE state IN ('WAITING', 'CLAIMED');
-- The list of live cases over all posts, and the list of those that left the queue. What they are
-- filtered by follows the key, so that a filter that few cases meet is judged in the index and not
-- row by row.
CREATE INDEX approval_case_live ON approval_case
    (tax_authority, due_on, rebate_due_cny DESC, case_id,
     post, channel, enterprise_class, period, claimed_by)
    WHERE state IN ('WAITING', 'CLAIMED');
CREATE INDEX approval_case_closed ON approval_case
    (tax_authority, state, due_on, rebate_due_cny DESC, case_id,
     post, channel, enterprise_class, period, decided_by)
    WHERE state NOT IN ('WAITING', 'CLAIMED');
CREATE INDEX approval_case_of_enterprise ON approval_case (uscc, due_on);
CREATE INDEX approval_case_doubts ON approval_case USING gin (doubt_codes)
    WHERE doubt_codes <> '{}';
-- What an officer holds at the moment.
CREATE INDEX approval_case_holder ON approval_case (tax_authority, claimed_by)
    WHERE state = 'CLAIMED';
-- What the scan for alarms looks through.
CREATE INDEX approval_case_legal_due ON approval_case (legal_due_on)
    WHERE state IN ('WAITING', 'CLAIMED');
CREATE INDEX approval_case_age ON approval_case (state, state_since)
    WHERE state IN ('WAITING', 'CLAIMED', 'HELD', 'RETURNED');

-- What an attempt brought along, and what each later check of it did: the message that opened it,
-- but for the filing's content, which
-- stands beside it as it came, and the reasons of the channel. No foreign key: one attempt
-- comes with each case, in one batch, and neither row is ever removed; checking the key again would
-- only lock the row that was just written.
CREATE TABLE case_attempt (
    case_id      uuid        NOT NULL,
    attempt_no   integer     NOT NULL,
    check_no     integer     NOT NULL DEFAULT 1,
    message      text        NOT NULL,
    content      bytea       NOT NULL,
    facts        jsonb       NOT NULL, -- what the channel was decided on, beside the verdict
    conditions   text        NOT NULL,
    opened_at    timestamptz NOT NULL,
    -- Of the filing, so that the officer's decision continues its trace; null without tracing.
    trace_parent text,
    -- What changed since the check before; null for the first.
    changes      text,
    PRIMARY KEY (case_id, attempt_no, check_no)
);
-- The content is compressed already, and a small attempt stays in one piece.
ALTER TABLE case_attempt ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE case_attempt SET (toast_tuple_target = 8160);

-- Doubts that an officer passed, apart from the doubts themselves, which never change.
CREATE TABLE doubt_pass (
    case_id    uuid        NOT NULL REFERENCES approval_case,
    attempt_no integer     NOT NULL,
    check_no   integer     NOT NULL,
    doubt_no   integer     NOT NULL,
    code       text        NOT NULL,
    passed_by  text        NOT NULL,
    post       text        NOT NULL,
    reason     text        NOT NULL CHECK (reason <> ''),
    passed_at  timestamptz NOT NULL,
    PRIMARY KEY (case_id, attempt_no, check_no, doubt_no)
);

-- Segregation of duties: the key gives a person one post of a case, over all attempts.
CREATE TABLE case_actor (
    case_id uuid NOT NULL REFERENCES approval_case,
    officer text NOT NULL,
    post    text NOT NULL CHECK (post IN ('REVIEW', 'EVALUATION', 'RE_REVIEW', 'APPROVAL')),
    PRIMARY KEY (case_id, officer)
);

-- Nobody holds a case on one post who has acted on another of its posts, whatever a program asks.
CREATE FUNCTION refuse_two_posts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM case_actor a WHERE a.case_id = NEW.case_id
            AND a.officer = NEW.claimed_by AND a.post <> NEW.post) THEN
        RAISE EXCEPTION '% has acted on another post of case %', NEW.claimed_by, NEW.case_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_case_one_post';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER approval_case_one_post
    BEFORE UPDATE OF claimed_by ON approval_case
    FOR EACH ROW WHEN (NEW.claimed_by IS NOT NULL)
    EXECUTE FUNCTION refuse_two_posts();

-- The latest withdrawal of a pre-declaration. It may overtake the assessment that opens the case.
CREATE TABLE withdrawal (
    pre_declaration_id uuid        NOT NULL PRIMARY KEY,
    attempt_no         integer     NOT NULL,
    kind               text        NOT NULL,
    reason             text        NOT NULL,
    withdrawn_at       timestamptz NOT NULL
);

-- The newest assessment of an attempt after the first; it may overtake the one that opens the case.
CREATE TABLE reassessment (
    pre_declaration_id uuid        NOT NULL PRIMARY KEY,
    attempt_no         integer     NOT NULL,
    sequence_no        integer     NOT NULL,
    message            text        NOT NULL,
    received_at        timestamptz NOT NULL
);

-- Facts that changed, and comparisons after it, that came before the assessment which opens the
-- case of their attempt.
CREATE TABLE early_facts (
    pre_declaration_id uuid    NOT NULL PRIMARY KEY,
    attempt_no         integer NOT NULL,
    stale_no           bigint  NOT NULL,
    checked_no         bigint  NOT NULL,
    check_no           integer NOT NULL,
    filing             text
);

-- Moves of a case from one channel to another after its opening, with the reasons that hold since.
CREATE TABLE channel_move (
    case_id        uuid        NOT NULL,
    move_no        integer     NOT NULL,
    attempt_no     integer     NOT NULL,
    cause          text        NOT NULL CHECK (
        cause IN ('RISK', 'ENROLMENT', 'POLICY', 'HOLD', 'FACTS')),
    channel_before text        NOT NULL,
    channel_after  text        NOT NULL,
    policy_version text        NOT NULL,
    facts          jsonb       NOT NULL,
    conditions     text        NOT NULL,
    reason_zh      text        NOT NULL,
    reason_en      text        NOT NULL,
    moved_at       timestamptz NOT NULL,
    PRIMARY KEY (case_id, move_no)
);
