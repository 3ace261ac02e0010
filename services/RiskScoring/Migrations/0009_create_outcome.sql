-- Decisions that are not yet counted.
CREATE TABLE outcome_due (
    id                 bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pre_declaration_id uuid    NOT NULL,
    attempt_no         integer NOT NULL,
    outcome            text    NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Outcomes that are counted, each of an attempt once: a second hold or the same decision told again
-- makes no rule better.
CREATE TABLE outcome_counted (
    pre_declaration_id uuid    NOT NULL,
    attempt_no         integer NOT NULL,
    outcome            text    NOT NULL,
    PRIMARY KEY (pre_declaration_id, attempt_no, outcome)
);

-- How often hits of a rule or an entry ended in which way. Beside the outcomes, JUDGED counts a
-- filing with any of them, CONFIRMED one that was rejected or held or whose letter came back with a
-- problem, each once.
CREATE TABLE hit_outcome (
    kind       text          NOT NULL CHECK (kind IN ('RULE', 'ENTRY')),
    subject    text          NOT NULL, -- id of the rule, or kind and key of the entry
    outcome    text          NOT NULL,
    filings    bigint        NOT NULL,
    rebate_cny numeric(24,2) NOT NULL,
    PRIMARY KEY (kind, subject, outcome)
);
