-- Attempts that wait for electronic information nobody has yet, by feed and natural key in that
-- feed.
CREATE TABLE awaited_information (
  feed                text COLLATE "C" NOT NULL,
  key                 text COLLATE "C" NOT NULL,
  pre_declaration_id  uuid    NOT NULL,
  attempt_no          integer NOT NULL,
  PRIMARY KEY (feed, key, pre_declaration_id)
);

CREATE INDEX awaited_information_pre_declaration_id
  ON awaited_information (pre_declaration_id);

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
