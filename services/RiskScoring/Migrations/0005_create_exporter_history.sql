-- Which commodities and suppliers an exporter had in a calendar year, and the filing that brought
-- the first of them; another attempt of that filing takes its rows back first.
CREATE TABLE exporter_commodity (
    uscc               text     NOT NULL,
    year               smallint NOT NULL,
    hs8                text     NOT NULL,
    pre_declaration_id uuid     NOT NULL,
    -- Rebate rate at which it was first exported in the year, percent; null when not known.
    rate_percent       numeric(5,2),
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
    uscc              text          NOT NULL,
    period            text          NOT NULL,
    shard             smallint      NOT NULL,
    fob_usd           numeric(20,2) NOT NULL,
    rebate_cny        numeric(20,2) NOT NULL,
    cost_cny          numeric(20,2) NOT NULL DEFAULT 0,
    declarations      integer       NOT NULL DEFAULT 0,
    away_declarations integer       NOT NULL DEFAULT 0,
    PRIMARY KEY (uscc, period, shard)
) WITH (fillfactor = 70);

-- Legal persons of an exporter by the day on which a filing first named them.
CREATE TABLE exporter_person (
    uscc         text NOT NULL,
    legal_person text NOT NULL,
    first_seen   date NOT NULL,
    PRIMARY KEY (uscc, legal_person)
);
