-- Times during which the clock of a case stood still. An open one has no end. Several causes may
-- stop a clock at the same time; each ends for itself.
CREATE TABLE case_clock_stop (
    case_id    uuid    NOT NULL REFERENCES approval_case,
    stop_no    integer NOT NULL,
    reason     text    NOT NULL CHECK (reason IN ('RETURN', 'HOLD', 'LETTER')),
    cause_no   integer NOT NULL DEFAULT 0,
    stopped_on date    NOT NULL,
    resumed_on date CHECK (resumed_on >= stopped_on),
    PRIMARY KEY (case_id, stop_no)
);
CREATE UNIQUE INDEX case_clock_stop_open ON case_clock_stop (case_id, reason, cause_no)
    WHERE resumed_on IS NULL;

-- A case on hold as a whole has a state of its own (HELD): it is in no queue. A large amount that
-- is released after the approval needs two people, in the data too.
CREATE TABLE case_hold (
    case_id             uuid           NOT NULL REFERENCES approval_case,
    hold_no             integer        NOT NULL CHECK (hold_no > 0),
    ground              text           NOT NULL CHECK (ground IN
        ('INSPECTION_CASE', 'SMUGGLING_CASE', 'IMPORT_DATA_DIFFER', 'LOW_RATE_GOODS',
         'SUPPLIER_SUSPICION')),
    scope               text           NOT NULL CHECK (scope IN
        ('WHOLE_CASE', 'AMOUNT', 'GUARANTEE')),
    amount_cny          numeric(20, 2) NOT NULL,
    reference           text           NOT NULL,
    reason              text           NOT NULL CHECK (reason <> ''),
    held_by             text           NOT NULL,
    held_at             timestamptz    NOT NULL,
    release_proposed_by text,
    released_by         text,
    released_at         timestamptz,
    release_reason      text,
    PRIMARY KEY (case_id, hold_no),
    CHECK ((scope = 'WHOLE_CASE') = (amount_cny = 0) AND amount_cny >= 0),
    CHECK ((released_by IS NULL) = (released_at IS NULL)),
    CONSTRAINT case_hold_two_people CHECK (released_by <> release_proposed_by)
);
CREATE INDEX case_hold_open ON case_hold (case_id) WHERE released_at IS NULL;

-- Letters to the authorities of suppliers. A reply that releases a large amount needs two people as
-- well.
CREATE TABLE case_letter (
    case_id           uuid           NOT NULL REFERENCES approval_case,
    letter_no         integer        NOT NULL CHECK (letter_no > 0),
    attempt_no        integer        NOT NULL,
    supplier_tax_id   text           NOT NULL,
    authority         text           NOT NULL,
    amount_cny        numeric(20, 2) NOT NULL CHECK (amount_cny > 0),
    question          text           NOT NULL CHECK (question <> ''),
    sent_by           text           NOT NULL,
    sent_at           timestamptz    NOT NULL,
    sent_on           date           NOT NULL,
    due_on            date           NOT NULL CHECK (due_on > sent_on),
    reply             text CHECK (reply IN ('NORMAL', 'PROBLEM')),
    reply_proposed_by text,
    answered_by       text,
    answered_at       timestamptz,
    answer            text,
    PRIMARY KEY (case_id, letter_no),
    CHECK ((reply IS NULL) = (answered_at IS NULL)),
    CONSTRAINT case_letter_two_people
        CHECK (reply IS DISTINCT FROM 'NORMAL' OR answered_by <> reply_proposed_by)
);
-- One open letter a supplier.
CREATE UNIQUE INDEX case_letter_open ON case_letter (case_id, supplier_tax_id)
    WHERE reply IS NULL;
CREATE INDEX case_letter_due ON case_letter (due_on) WHERE reply IS NULL;
