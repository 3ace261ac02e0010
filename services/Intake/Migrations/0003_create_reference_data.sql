-- Dated reference data from feeds. The two that every check reads (rate library, exchange rates)
-- are held in memory by each instance; reference_version tells an instance that its copy is old.

CREATE TABLE reference_version (
  only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version   bigint  NOT NULL
);

INSERT INTO reference_version (version) VALUES (1);

CREATE TABLE rate_library_row (
  code                 text COLLATE "C" NOT NULL,
  rebate_rate_percent  numeric(5, 2)    NOT NULL,
  special_flag         text             NOT NULL CHECK (special_flag IN ('', '1', '2')),
  valid_from           date             NOT NULL,
  valid_to             date,
  name                 text             NOT NULL,
  unit1                text             NOT NULL,
  unit2                text,
  vat_rates_percent    numeric(5, 2)[]  NOT NULL,
  version              bigint           NOT NULL,
  PRIMARY KEY (code, rebate_rate_percent, special_flag, valid_from)
);

CREATE TABLE exchange_rate (
  currency      text COLLATE "C" NOT NULL,
  month         text COLLATE "C" NOT NULL,
  cny_per_unit  numeric(18, 6)   NOT NULL CHECK (cny_per_unit > 0),
  version       bigint           NOT NULL,
  PRIMARY KEY (currency, month)
);

COMMENT ON COLUMN exchange_rate.month IS 'yyyyMM';

CREATE TABLE processing_book (
  book_no                  text COLLATE "C" PRIMARY KEY,
  uscc                     text           NOT NULL,
  planned_allocation_rate  numeric(10, 6) NOT NULL,
  valid_from               date           NOT NULL,
  settle_by                date,
  status                   text           NOT NULL,
  version                  bigint         NOT NULL
);

COMMENT ON COLUMN processing_book.planned_allocation_rate IS
  'Share, 0 to 1: 0.333333 is 33.3333 %.';
