-- Rule sets on their way: drafted, perhaps run in shadow, approved by a second person, activated.
-- An activated one is in rule_set, too. A draft is never changed: a change is a new version.
CREATE TABLE rule_set_draft (
    version      text        PRIMARY KEY,
    document     text        NOT NULL,
    stage        text        NOT NULL CHECK (stage IN ('DRAFT', 'APPROVED', 'ACTIVE')),
    drafted_by   text        NOT NULL,
    drafted_at   timestamptz NOT NULL,
    approved_by  text,
    approved_at  timestamptz,
    activated_by text,
    activated_at timestamptz,
    CHECK (approved_by <> drafted_by)
);

-- A set that was rolled back: it no longer judges, the one before it does. Replays still find it.
CREATE TABLE rule_set_rollback (
    version        text        PRIMARY KEY REFERENCES rule_set (version),
    note           text        NOT NULL,
    rolled_back_by text        NOT NULL,
    rolled_back_at timestamptz NOT NULL
);

-- Drafts that judge beside the set in force, assessments that wait for them, and what they said.
CREATE TABLE rule_set_shadow (
    version    text        PRIMARY KEY REFERENCES rule_set_draft (version),
    started_by text        NOT NULL,
    started_at timestamptz NOT NULL
);
CREATE TABLE shadow_due (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version       text   NOT NULL,
    assessment_id uuid   NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE TABLE shadow_comparison (
    version    text          NOT NULL,
    grade      text          NOT NULL,
    new_grade  text          NOT NULL,
    filings    bigint        NOT NULL,
    rebate_cny numeric(24,2) NOT NULL,
    PRIMARY KEY (version, grade, new_grade)
);

-- Decisions that are not yet counted, and how often hits of a rule or an entry ended in which way.
CREATE TABLE outcome_due (
    id                 bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pre_declaration_id uuid    NOT NULL,
    attempt_no         integer NOT NULL,
    outcome            text    NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE TABLE hit_outcome (
    kind       text          NOT NULL CHECK (kind IN ('RULE', 'ENTRY')),
    subject    text          NOT NULL, -- id of the rule, or kind and key of the entry
    outcome    text          NOT NULL,
    filings    bigint        NOT NULL,
    rebate_cny numeric(24,2) NOT NULL,
    PRIMARY KEY (kind, subject, outcome)
);
