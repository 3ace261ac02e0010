-- Certificates of export goods by agent, one row an item; principals declare with them.
CREATE TABLE agency_certificate (
  certificate_no               text COLLATE "C" PRIMARY KEY,
  principal_uscc               text   NOT NULL,
  customs_declaration_line_no  text   NOT NULL,
  version                      bigint NOT NULL
);

-- Foreign exchange received, or what stands for it, by customs declaration line.
CREATE TABLE fx_receipt (
  receipt_no                   text COLLATE "C" PRIMARY KEY,
  customs_declaration_line_no  text COLLATE "C" NOT NULL,
  kind                         text           NOT NULL,
  currency                     text           NOT NULL,
  amount                       numeric(18, 2) NOT NULL,
  received_on                  date           NOT NULL,
  version                      bigint         NOT NULL
);

CREATE INDEX fx_receipt_customs_declaration_line_no ON fx_receipt (customs_declaration_line_no);

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

-- How far each feed has come, so that its sender knows where to go on.
CREATE TABLE feed_position (
  feed          text        PRIMARY KEY,
  last_version  bigint      NOT NULL,
  rows_taken    bigint      NOT NULL,
  taken_at      timestamptz NOT NULL
) WITH (fillfactor = 50);
