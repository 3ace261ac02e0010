-- Assessments whose prices are not yet in the peer statistics. sign is -1 for an attempt that was
-- superseded and goes out again. Scoring adds a row; folding takes many at a time, so no two
-- filings wait for the row of a popular commodity.
CREATE TABLE peer_price_change (
    id            bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assessment_id uuid     NOT NULL,
    sign          smallint NOT NULL CHECK (sign IN (-1, 1))
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- How often which price was asked: one observation is a filing, a commodity and a unit. Buckets are
-- 5% wide, so that mean and median follow from counts that only ever add up.
CREATE TABLE peer_price_bucket (
    commodity_code text          NOT NULL,
    unit           text          NOT NULL,
    month          date          NOT NULL,
    bucket         integer       NOT NULL,
    filings        integer       NOT NULL,
    price_sum_usd  numeric(24,4) NOT NULL,
    PRIMARY KEY (commodity_code, unit, month, bucket)
);
CREATE INDEX peer_price_bucket_month ON peer_price_bucket (month);

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

-- The last twelve months in one row: what scoring reads.
CREATE TABLE peer_price (
    commodity_code text          NOT NULL,
    unit           text          NOT NULL,
    filings        integer       NOT NULL,
    mean_usd       numeric(20,4) NOT NULL,
    median_usd     numeric(20,4) NOT NULL,
    window_from    date          NOT NULL,
    -- The window's counts, bucket:filings:sum for each: the peers of anybody follow from them.
    counts         text          NOT NULL DEFAULT '',
    PRIMARY KEY (commodity_code, unit)
);
CREATE INDEX peer_price_window ON peer_price (window_from);
