-- What an exporter bought for, and how many of its declarations were cleared away from home. 0
-- means not known: of filings assessed before, nothing is made up.
ALTER TABLE assessment
    ADD COLUMN cost_cny          numeric(18,2) NOT NULL DEFAULT 0,
    ADD COLUMN declarations      integer       NOT NULL DEFAULT 0,
    ADD COLUMN away_declarations integer       NOT NULL DEFAULT 0;
ALTER TABLE exporter_month
    ADD COLUMN cost_cny          numeric(20,2) NOT NULL DEFAULT 0,
    ADD COLUMN declarations      integer       NOT NULL DEFAULT 0,
    ADD COLUMN away_declarations integer       NOT NULL DEFAULT 0;

-- Rebate rate at which a commodity was first exported in the year, percent; null when not known.
ALTER TABLE exporter_commodity ADD COLUMN rate_percent numeric(5,2);

-- Legal persons of an exporter by the day on which a filing first named them.
CREATE TABLE exporter_person (
    uscc         text NOT NULL,
    legal_person text NOT NULL,
    first_seen   date NOT NULL,
    PRIMARY KEY (uscc, legal_person)
);

-- The counts of one exporter, which are taken out of the peers of its own filings.
CREATE TABLE peer_price_own (
    uscc           text          NOT NULL,
    commodity_code text          NOT NULL,
    unit           text          NOT NULL,
    month          date          NOT NULL,
    bucket         integer       NOT NULL,
    filings        integer       NOT NULL,
    price_sum_usd  numeric(24,4) NOT NULL,
    PRIMARY KEY (uscc, commodity_code, unit, month, bucket)
);

-- The counts of the window in one text, bucket:filings:sum for each, from which the peers of
-- anybody follow without a look at the past.
ALTER TABLE peer_price ADD COLUMN counts text NOT NULL DEFAULT '';

-- The statistics are folded anew, since they did not say whose prices they were.
DELETE FROM peer_price;
DELETE FROM peer_price_bucket;
DELETE FROM peer_price_change;
INSERT INTO peer_price_change (assessment_id, sign)
SELECT DISTINCT ON (pre_declaration_id) id, 1
FROM assessment
ORDER BY pre_declaration_id, attempt_no DESC, sequence_no;
