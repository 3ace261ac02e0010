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

-- Which commodities and suppliers an exporter had in a calendar year, and the filing that brought
-- the first of them; another attempt of that filing takes its rows back first.
CREATE TABLE exporter_commodity (
    uscc               text     NOT NULL,
    year               smallint NOT NULL,
    hs8                text     NOT NULL,
    pre_declaration_id uuid     NOT NULL,
    PRIMARY KEY (uscc, year, hs8)
);
CREATE TABLE exporter_supplier (
    uscc               text     NOT NULL,
    year               smallint NOT NULL,
    supplier_tax_id    text     NOT NULL,
    pre_declaration_id uuid     NOT NULL,
    PRIMARY KEY (uscc, year, supplier_tax_id)
);

-- Totals of an exporter's filings by period. Several rows add up to one total, so that filings of
-- one exporter that are scored at once do not wait for each other.
CREATE TABLE exporter_month (
    uscc       text          NOT NULL,
    period     text          NOT NULL,
    shard      smallint      NOT NULL,
    fob_usd    numeric(20,2) NOT NULL,
    rebate_cny numeric(20,2) NOT NULL,
    PRIMARY KEY (uscc, period, shard)
) WITH (fillfactor = 70);
