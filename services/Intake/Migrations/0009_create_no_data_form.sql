-- Vouchers whose exporter filed the form on missing electronic information. The day it was filed
-- keeps the time limit of the export for good; the pre-declaration whose wait it closes is the one
-- that may clear with it, and no other while that one stands.
CREATE TABLE no_data_form (
  uscc                text COLLATE "C" NOT NULL,
  feed                text COLLATE "C" NOT NULL,
  key                 text COLLATE "C" NOT NULL,
  pre_declaration_id  uuid,
  reason              text        NOT NULL,
  filed_on            date        NOT NULL,
  filed_at            timestamptz NOT NULL,
  filed_by            text        NOT NULL,
  PRIMARY KEY (uscc, feed, key)
);

CREATE INDEX no_data_form_pre_declaration_id ON no_data_form (pre_declaration_id)
  WHERE pre_declaration_id IS NOT NULL;

COMMENT ON COLUMN no_data_form.feed IS 'Feed that would bring the voucher; its key is the number.';

-- Dated rows that stand before seeds/reference/no-data-effects.csv.
CREATE TABLE no_data_effect (
  period       text COLLATE "C" NOT NULL,
  code         text COLLATE "C" NOT NULL,
  valid_from   date   NOT NULL,
  level        text   NOT NULL,
  passable_by  text   NOT NULL,
  version      bigint NOT NULL,
  PRIMARY KEY (period, code, valid_from)
);
