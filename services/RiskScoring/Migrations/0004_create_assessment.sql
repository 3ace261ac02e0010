-- An assessment with all that it takes to replay it. sequence_no counts the assessments of one
-- attempt.
CREATE TABLE assessment (
    id                 uuid          PRIMARY KEY,
    pre_declaration_id uuid          NOT NULL,
    attempt_no         integer       NOT NULL CHECK (attempt_no >= 1),
    sequence_no        integer       NOT NULL CHECK (sequence_no >= 1),
    uscc               text          NOT NULL,
    tax_authority      text          NOT NULL,
    period             text          NOT NULL,
    fob_usd            numeric(18,2) NOT NULL,
    rebate_due_cny     numeric(18,2) NOT NULL,
    -- What was paid for the goods, and how many declarations were cleared away from home.
    cost_cny           numeric(18,2) NOT NULL DEFAULT 0,
    declarations       integer       NOT NULL DEFAULT 0,
    away_declarations  integer       NOT NULL DEFAULT 0,
    assessed_at        timestamptz   NOT NULL,
    rule_set_version   text          NOT NULL,
    score              smallint      NOT NULL CHECK (score BETWEEN 0 AND 100),
    grade              text          NOT NULL CHECK (grade IN ('LOW', 'MEDIUM', 'HIGH')),
    has_unjudged_rule  boolean       NOT NULL,
    content            bytea         NOT NULL,
    background         bytea         NOT NULL,
    result             bytea         NOT NULL,
    UNIQUE (pre_declaration_id, attempt_no, sequence_no)
);
-- The three are compressed by us already; rows of ordinary filings stay in one place.
ALTER TABLE assessment ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE assessment ALTER COLUMN background SET STORAGE EXTERNAL;
ALTER TABLE assessment ALTER COLUMN result SET STORAGE EXTERNAL;
ALTER TABLE assessment SET (toast_tuple_target = 8160);
CREATE TRIGGER assessment_is_append_only BEFORE UPDATE OR DELETE ON assessment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
