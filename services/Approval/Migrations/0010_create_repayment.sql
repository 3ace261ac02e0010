-- What exporters owe back. Entries are added and never changed: they make everything else, and the
-- balance of any day. Whoever changes a ledger holds the row of its account to the end.
CREATE TABLE repayment_account (
    uscc          text           NOT NULL PRIMARY KEY,
    exporter_name text           NOT NULL,
    tax_authority text           NOT NULL,
    entry_count   integer        NOT NULL DEFAULT 0,
    balance_cny   numeric(20, 2) NOT NULL DEFAULT 0 CHECK (balance_cny >= 0),
    -- Of the balance, payments that wait for a second person; an approval does not keep it back.
    pending_cny   numeric(20, 2) NOT NULL DEFAULT 0,
    CONSTRAINT repayment_account_pending_within_balance
        CHECK (pending_cny BETWEEN 0 AND balance_cny)
);
CREATE INDEX repayment_account_authority ON repayment_account (tax_authority, uscc);

CREATE TABLE repayment_claim (
    claim_id           uuid           NOT NULL PRIMARY KEY,
    uscc               text           NOT NULL REFERENCES repayment_account,
    claim_no           integer        NOT NULL, -- the order in which claims are set off and paid
    case_id            uuid           NOT NULL,
    pre_declaration_id uuid           NOT NULL,
    attempt_no         integer        NOT NULL,
    kind               text           NOT NULL CHECK (kind IN ('NEGATIVE_TOTAL', 'RECOVERY')),
    reference          text           NOT NULL,
    claimed_on         date           NOT NULL,
    amount_cny         numeric(20, 2) NOT NULL CHECK (amount_cny > 0),
    withdrawn_cny      numeric(20, 2) NOT NULL DEFAULT 0 CHECK (withdrawn_cny >= 0),
    set_off_cny        numeric(20, 2) NOT NULL DEFAULT 0 CHECK (set_off_cny >= 0),
    paid_cny           numeric(20, 2) NOT NULL DEFAULT 0 CHECK (paid_cny >= 0),
    UNIQUE (uscc, claim_no),
    -- A source claims once.
    CONSTRAINT repayment_claim_source UNIQUE (case_id, attempt_no, kind, reference),
    -- Never more than is owed.
    CONSTRAINT repayment_claim_within_amount
        CHECK (withdrawn_cny + set_off_cny + paid_cny <= amount_cny)
);

-- What an approval kept back. A version of a case is one approval, so nothing is set off twice.
CREATE TABLE repayment_set_off (
    case_id      uuid           NOT NULL,
    case_version bigint         NOT NULL,
    claim_id     uuid           NOT NULL REFERENCES repayment_claim,
    amount_cny   numeric(20, 2) NOT NULL CHECK (amount_cny > 0),
    is_undone    boolean        NOT NULL DEFAULT false,
    PRIMARY KEY (case_id, case_version, claim_id)
);

CREATE TABLE repayment_payment (
    payment_id uuid           NOT NULL PRIMARY KEY,
    uscc       text           NOT NULL REFERENCES repayment_account,
    amount_cny numeric(20, 2) NOT NULL CHECK (amount_cny > 0),
    reference  text           NOT NULL,
    paid_on    date           NOT NULL,
    noted_by   text           NOT NULL,
    noted_at   timestamptz    NOT NULL,
    state      text           NOT NULL CHECK (state IN ('NOTED', 'CONFIRMED', 'CANCELLED')),
    closed_by  text,
    closed_at  timestamptz,
    CHECK ((state = 'NOTED') = (closed_by IS NULL)),
    -- Two people see the money in.
    CONSTRAINT repayment_payment_two_people CHECK (state <> 'CONFIRMED' OR closed_by <> noted_by)
);
CREATE INDEX repayment_payment_of_account ON repayment_payment (uscc, noted_at);
-- One payment slip pays once.
CREATE UNIQUE INDEX repayment_payment_reference ON repayment_payment (uscc, reference)
    WHERE state <> 'CANCELLED';

CREATE TABLE repayment_entry (
    uscc               text           NOT NULL,
    entry_no           integer        NOT NULL CHECK (entry_no > 0),
    tax_authority      text           NOT NULL,
    kind               text           NOT NULL,
    case_id            uuid,
    amount_cny         numeric(20, 2) NOT NULL CHECK (amount_cny > 0),
    change_cny         numeric(20, 2) NOT NULL,
    balance_cny        numeric(20, 2) NOT NULL CHECK (balance_cny >= 0),
    entered_on         date           NOT NULL,
    entered_at         timestamptz    NOT NULL,
    entered_by         text           NOT NULL,
    detail             text           NOT NULL,
    PRIMARY KEY (uscc, entry_no)
);
CREATE INDEX repayment_entry_day ON repayment_entry (tax_authority, entered_on);

CREATE TRIGGER repayment_entry_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON repayment_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- What must have been approved before an attempt of a case can be: the original of what it takes
-- back, or the offset that gave back the goods it declares again.
CREATE TABLE case_prerequisite (
    case_id            uuid           NOT NULL,
    attempt_no         integer        NOT NULL,
    pre_declaration_id uuid           NOT NULL,
    of_attempt_no      integer        NOT NULL,
    granted_cny        numeric(20, 2),
    taken_back_cny     numeric(20, 2) NOT NULL CHECK (taken_back_cny >= 0),
    PRIMARY KEY (case_id, attempt_no, pre_declaration_id)
);
CREATE INDEX case_prerequisite_of ON case_prerequisite (pre_declaration_id);
