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

-- Dated rows that stand before those a build carries (seeds/reference): a change of the law is
-- fed, not built. They are few and held in memory like the rate library.
CREATE TABLE doubt_code (
  code         text COLLATE "C" NOT NULL,
  valid_from   date   NOT NULL,
  level        text   NOT NULL,
  passable_by  text   NOT NULL,
  text_zh      text   NOT NULL,
  text_en      text   NOT NULL,
  remedy_zh    text   NOT NULL,
  remedy_en    text   NOT NULL,
  version      bigint NOT NULL,
  PRIMARY KEY (code, valid_from)
);

CREATE TABLE check_setting (
  name        text COLLATE "C" NOT NULL,
  valid_from  date    NOT NULL,
  value       numeric NOT NULL,
  version     bigint  NOT NULL,
  PRIMARY KEY (name, valid_from)
);

CREATE TABLE policy_period (
  period             text COLLATE "C" PRIMARY KEY,
  valid_from         date   NOT NULL,
  valid_to           date,
  late_filing        text   NOT NULL,
  late_limit_months  integer,
  version            bigint NOT NULL
);

CREATE TABLE no_data_effect (
  period       text COLLATE "C" NOT NULL,
  code         text COLLATE "C" NOT NULL,
  valid_from   date   NOT NULL,
  level        text   NOT NULL,
  passable_by  text   NOT NULL,
  version      bigint NOT NULL,
  PRIMARY KEY (period, code, valid_from)
);

CREATE TABLE voucher_kind (
  kind        text COLLATE "C" NOT NULL,
  valid_from  date   NOT NULL,
  earns_for   text   NOT NULL,
  version     bigint NOT NULL,
  PRIMARY KEY (kind, valid_from)
);

COMMENT ON COLUMN voucher_kind.earns_for IS 'Kinds of exporters, FT|CS; empty for none.';

CREATE TABLE class_criterion (
  code              text COLLATE "C" NOT NULL,
  kind              text NOT NULL,
  valid_from        date NOT NULL,
  valid_to          date,
  enterprise_class  smallint NOT NULL,
  logic             text NOT NULL,
  text_zh           text NOT NULL,
  text_en           text NOT NULL,
  is_note_required  boolean NOT NULL,
  version           bigint NOT NULL,
  PRIMARY KEY (code, kind, valid_from)
);

-- How far each feed has come, so that its sender knows where to go on.
CREATE TABLE feed_position (
  feed          text        PRIMARY KEY,
  last_version  bigint      NOT NULL,
  rows_taken    bigint      NOT NULL,
  taken_at      timestamptz NOT NULL
) WITH (fillfactor = 50);
