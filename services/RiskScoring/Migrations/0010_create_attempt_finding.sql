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

-- Outcomes that are counted, each of an attempt once: a second hold or the same decision told again
-- makes no rule better.
CREATE TABLE outcome_counted (
    pre_declaration_id uuid    NOT NULL,
    attempt_no         integer NOT NULL,
    outcome            text    NOT NULL,
    PRIMARY KEY (pre_declaration_id, attempt_no, outcome)
);
INSERT INTO outcome_counted (pre_declaration_id, attempt_no, outcome)
SELECT pre_declaration_id, attempt_no, outcome FROM attempt_end e
WHERE outcome IN ('APPROVED', 'REJECTED', 'RETURNED') AND NOT EXISTS (
    SELECT FROM outcome_due d
    WHERE d.pre_declaration_id = e.pre_declaration_id AND d.attempt_no = e.attempt_no
        AND d.outcome = e.outcome);

-- Beside the outcomes: JUDGED counts a filing with any of them, CONFIRMED one that was rejected or
-- held or whose letter came back with a problem, each once.
INSERT INTO hit_outcome (kind, subject, outcome, filings, rebate_cny)
SELECT kind, subject, 'JUDGED', sum(filings), sum(rebate_cny) FROM hit_outcome
GROUP BY kind, subject
UNION ALL
SELECT kind, subject, 'CONFIRMED', filings, rebate_cny FROM hit_outcome
WHERE outcome = 'REJECTED';
