-- One case for each pre-declaration; a later attempt opens the same case anew.
CREATE TABLE approval_case (
    case_id             uuid           NOT NULL PRIMARY KEY,
    pre_declaration_id  uuid           NOT NULL UNIQUE,
    version             bigint         NOT NULL CHECK (version > 0),
    attempt_no          integer        NOT NULL CHECK (attempt_no > 0),
    lane                text           NOT NULL,
    state               text           NOT NULL CHECK (state IN
        ('WAITING', 'CLAIMED', 'RETURNED', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
    post                text           NOT NULL CHECK (post IN ('REVIEW', 'RE_REVIEW', 'APPROVAL')),
    route               text[]         NOT NULL CHECK (cardinality(route) > 0),
    claimed_by          text,
    lease_until         timestamptz,
    proposal_decision   text CHECK (proposal_decision IN ('APPROVE', 'REJECT')),
    proposal_by         text,
    proposal_reason     text,
    decision            text CHECK (decision IN ('APPROVED', 'REJECTED', 'RETURNED')),
    decision_reason     text,
    decided_by          text,
    decided_at          timestamptz,
    approved_rebate_cny numeric(20, 2) CHECK (approved_rebate_cny >= 0),

    channel             text           NOT NULL CHECK (channel IN
        ('GREEN', 'STANDARD', 'ENHANCED')),
    policy_version      text           NOT NULL,
    sample_day          date           NOT NULL,
    sample_draw_percent numeric(9, 6)  NOT NULL,
    sample_drawn        boolean        NOT NULL,
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
    fob_usd             numeric(20, 2) NOT NULL,
    rebate_due_cny      numeric(20, 2) NOT NULL,
    exempt_credit_cny   numeric(20, 2) NOT NULL,
    score               smallint       NOT NULL,
    grade               text           NOT NULL,
    watchlist_level     smallint,

    opened_at           timestamptz    NOT NULL,
    changed_at          timestamptz    NOT NULL,
    audit_count         integer        NOT NULL,
    audit_head          bytea          NOT NULL,

    CHECK ((state = 'CLAIMED') = (claimed_by IS NOT NULL)),
    CHECK ((claimed_by IS NULL) = (lease_until IS NULL)),
    CHECK ((proposal_decision IS NULL) = (proposal_by IS NULL)),
    CHECK (state NOT IN ('APPROVED', 'REJECTED', 'RETURNED') OR decision = state)
);

-- The queue of a post, in the order in which its cases are worked: due date, then rebate.
-- It holds live cases only, so its size follows the backlog and not the history.
CREATE INDEX approval_case_queue ON approval_case
    (tax_authority, post, due_on, rebate_due_cny DESC, case_id)
    WHERE state IN ('WAITING', 'CLAIMED');
-- The list of live cases over all posts, and the list of those that left the queue.
CREATE INDEX approval_case_live ON approval_case
    (tax_authority, due_on, rebate_due_cny DESC, case_id)
    WHERE state IN ('WAITING', 'CLAIMED');
CREATE INDEX approval_case_closed ON approval_case
    (tax_authority, state, due_on, rebate_due_cny DESC, case_id)
    WHERE state NOT IN ('WAITING', 'CLAIMED');

-- What an attempt brought along: the message that opened it, but for the filing's content, which
-- stands beside it as it came, and the reasons of the channel.
CREATE TABLE case_attempt (
    case_id    uuid        NOT NULL REFERENCES approval_case,
    attempt_no integer     NOT NULL,
    message    text        NOT NULL,
    content    bytea       NOT NULL,
    conditions text        NOT NULL,
    opened_at  timestamptz NOT NULL,
    PRIMARY KEY (case_id, attempt_no)
);
-- The content is compressed already.
ALTER TABLE case_attempt ALTER COLUMN content SET STORAGE EXTERNAL;

-- Times during which the clock of a case stood still. An open one has no end.
CREATE TABLE case_clock_stop (
    case_id    uuid    NOT NULL REFERENCES approval_case,
    stop_no    integer NOT NULL,
    reason     text    NOT NULL CHECK (reason IN ('RETURN')),
    stopped_on date    NOT NULL,
    resumed_on date CHECK (resumed_on >= stopped_on),
    PRIMARY KEY (case_id, stop_no)
);

-- Doubts that an officer passed, apart from the doubts themselves, which never change.
CREATE TABLE doubt_pass (
    case_id    uuid        NOT NULL REFERENCES approval_case,
    attempt_no integer     NOT NULL,
    doubt_no   integer     NOT NULL,
    code       text        NOT NULL,
    passed_by  text        NOT NULL,
    post       text        NOT NULL,
    reason     text        NOT NULL CHECK (reason <> ''),
    passed_at  timestamptz NOT NULL,
    PRIMARY KEY (case_id, attempt_no, doubt_no)
);

-- Segregation of duties: the key gives a person one post of a case, over all attempts.
CREATE TABLE case_actor (
    case_id uuid NOT NULL REFERENCES approval_case,
    officer text NOT NULL,
    post    text NOT NULL CHECK (post IN ('REVIEW', 'RE_REVIEW', 'APPROVAL')),
    PRIMARY KEY (case_id, officer)
);

-- The latest withdrawal of a pre-declaration. It may overtake the assessment that opens the case.
CREATE TABLE withdrawal (
    pre_declaration_id uuid        NOT NULL PRIMARY KEY,
    attempt_no         integer     NOT NULL,
    kind               text        NOT NULL,
    reason             text        NOT NULL,
    withdrawn_at       timestamptz NOT NULL
);
