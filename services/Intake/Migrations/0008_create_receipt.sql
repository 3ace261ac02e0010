-- What an exporter gets for an approved filing, and the formal declaration it makes with it.

-- Written when a receipt is first asked for: a signature differs each time it is made, and a
-- receipt must be the same bytes each time. More money approved later makes the next one.
CREATE TABLE receipt (
  pre_declaration_id   uuid           NOT NULL,
  receipt_no           integer        NOT NULL CHECK (receipt_no >= 1),
  attempt_no           integer        NOT NULL,
  decided_at           timestamptz    NOT NULL,
  approved_rebate_cny  numeric(18, 2) NOT NULL,
  export_dates         date[]         NOT NULL,
  key_id               text           NOT NULL,
  jws                  text           NOT NULL,
  issued_at            timestamptz    NOT NULL,
  PRIMARY KEY (pre_declaration_id, receipt_no)
);

COMMENT ON COLUMN receipt.export_dates IS
  'Distinct export dates of the attempt without its offsets; they decide the last day to declare.';

CREATE TABLE formal_declaration (
  pre_declaration_id  uuid PRIMARY KEY,
  uscc                text COLLATE "C" NOT NULL,
  idempotency_key     text COLLATE "C" NOT NULL,
  receipt_no          integer     NOT NULL,
  last_day            date,
  declared_by         text        NOT NULL,
  declared_at         timestamptz NOT NULL
);

CREATE UNIQUE INDEX formal_declaration_uscc_idempotency_key
  ON formal_declaration (uscc, idempotency_key);

COMMENT ON TABLE formal_declaration IS
  'Who declared formally, when, with which receipt, by which last day. Never changed.';
