-- Every filing that was assessed, by its last attempt. Live means that nobody has ended that
-- attempt: live filings are screened again when the watchlist changes.
CREATE TABLE filing (
    pre_declaration_id uuid          PRIMARY KEY,
    attempt_no         integer       NOT NULL,
    lane               text          NOT NULL,
    uscc               text          NOT NULL,
    fob_usd            numeric(18,2) NOT NULL,
    rebate_due_cny     numeric(18,2) NOT NULL,
    assessed_at        timestamptz   NOT NULL,
    is_live            boolean       NOT NULL
) WITH (fillfactor = 90);
CREATE INDEX filing_assessed_at ON filing (assessed_at);
CREATE INDEX filing_live ON filing (pre_declaration_id) WHERE is_live;

-- The distinct values of an attempt that an entry of the watchlist can name, in the form in which
-- entries are matched. kind is the number of the kind, Watchlist/WatchlistKind.cs. Rows of a
-- superseded attempt stay; filing tells which attempt counts.
CREATE TABLE filing_key (
    kind               smallint NOT NULL,
    key                text     COLLATE "C" NOT NULL,
    pre_declaration_id uuid     NOT NULL,
    attempt_no         integer  NOT NULL,
    PRIMARY KEY (kind, key, pre_declaration_id, attempt_no)
);

-- How attempts ended, as Approval and Intake told, one row for each way: a withdrawal may cross a
-- decision. Written even before the attempt was assessed, when the message of its end is faster.
CREATE TABLE attempt_end (
    pre_declaration_id  uuid          NOT NULL,
    attempt_no          integer       NOT NULL,
    outcome             text          NOT NULL CHECK (outcome IN (
        'APPROVED', 'REJECTED', 'RETURNED', 'WITHDRAWN_ERROR', 'WITHDRAWN_WAIVER')),
    channel             text          NOT NULL, -- at the decision; empty for a withdrawal
    approved_rebate_cny numeric(18,2) NOT NULL, -- 0 unless APPROVED
    reason              text          NOT NULL,
    ended_at            timestamptz   NOT NULL,
    PRIMARY KEY (pre_declaration_id, attempt_no, outcome)
);
CREATE INDEX attempt_end_ended_at ON attempt_end (ended_at);

-- What officers found about attempts that were still under review, as Approval told.
CREATE TABLE attempt_finding (
    id                 bigint        GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pre_declaration_id uuid          NOT NULL,
    attempt_no         integer       NOT NULL,
    kind               text          NOT NULL CHECK (kind IN ('HOLD', 'PROBLEM_LETTER')),
    ground             text          NOT NULL, -- of a hold, else empty
    supplier_tax_id    text          NOT NULL, -- of a letter, else empty
    amount_cny         numeric(18,2) NOT NULL,
    found_at           timestamptz   NOT NULL
);
CREATE INDEX attempt_finding_attempt ON attempt_finding (pre_declaration_id, attempt_no);
