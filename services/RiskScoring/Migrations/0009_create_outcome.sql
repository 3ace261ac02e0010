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

-- What checks of cases found, each by its newest version. SAMPLE_BEFORE and SAMPLE_AFTER were drawn
-- by chance alone.
CREATE TABLE check_finding (
    check_id           uuid          PRIMARY KEY,
    check_version      bigint        NOT NULL CHECK (check_version >= 1),
    pre_declaration_id uuid          NOT NULL,
    attempt_no         integer       NOT NULL,
    kind               text          NOT NULL CHECK (kind IN
        ('SAMPLE_BEFORE', 'SAMPLE_AFTER', 'RE_REVIEW')),
    chance_percent     numeric(9,6),
    outcome            text          NOT NULL CHECK (outcome IN ('CLEAN', 'IRREGULAR')),
    found_cny          numeric(20,2) NOT NULL CHECK (found_cny >= 0),
    closed_at          timestamptz   NOT NULL
);
CREATE INDEX check_finding_attempt ON check_finding (pre_declaration_id, attempt_no);

-- How often hits of a rule or an entry ended in which way. Beside the outcomes, JUDGED counts a
-- filing with any of them but a mere hold, CONFIRMED one that was rejected, whose letter came back
-- with a problem or in which a check found something, each once.
CREATE TABLE hit_outcome (
    kind       text          NOT NULL CHECK (kind IN ('RULE', 'ENTRY')),
    subject    text          NOT NULL, -- id of the rule, or kind and key of the entry
    outcome    text          NOT NULL,
    filings    bigint        NOT NULL,
    rebate_cny numeric(24,2) NOT NULL,
    PRIMARY KEY (kind, subject, outcome)
);
