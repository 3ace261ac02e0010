-- The state stands in pre_declaration; what was handed in (attempt) and what was found (feedback)
-- hang on it by attempt. No foreign keys: every row below is written in one transaction with its
-- pre_declaration by one statement or under its row lock, and nothing is ever deleted from attempt.

CREATE TABLE pre_declaration (
  id                   uuid PRIMARY KEY,
  uscc                 text COLLATE "C" NOT NULL,
  method               text        NOT NULL,
  period               text        NOT NULL,
  batch_no             integer     NOT NULL,
  attempt_no           integer     NOT NULL,
  state                text        NOT NULL CHECK (state IN (
                         'SUBMITTED', 'AWAITING_DATA', 'BLOCKED', 'CLEARED', 'UNDER_REVIEW', 'HELD',
                         'APPROVED', 'RETURNED', 'REJECTED', 'WITHDRAWN', 'FORMALLY_DECLARED')),
  version              bigint      NOT NULL DEFAULT 1,
  submitted_at         timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL,
  case_id              uuid,
  due_on               date,
  decision             text,
  decision_attempt_no  integer,
  decision_reason      text,
  approved_rebate_cny  numeric(18, 2),
  to_repay_cny         numeric(18, 2),
  set_off_cny          numeric(18, 2),
  decided_at           timestamptz,
  withdrawal_kind      text,
  withdrawal_reason    text,
  withdrawn_at         timestamptz,
  formally_declared_at timestamptz,
  is_held              boolean     NOT NULL DEFAULT false,
  hold_version         bigint      NOT NULL DEFAULT 0,
  listened_until       timestamptz
) WITH (fillfactor = 70);

CREATE INDEX pre_declaration_uscc_id ON pre_declaration (uscc, id DESC);

COMMENT ON COLUMN pre_declaration.version IS 'Grows with every change; it is the ETag.';
COMMENT ON COLUMN pre_declaration.is_held IS 'The whole case is on hold; the exporter sees it.';
COMMENT ON COLUMN pre_declaration.hold_version IS
  'Version of the case that last said whether it is on hold: messages may come in any order.';
COMMENT ON COLUMN pre_declaration.listened_until IS
  'Until then somebody listens: a change writes a filing_event, under this row''s lock.';

CREATE TABLE attempt (
  pre_declaration_id   uuid        NOT NULL,
  attempt_no           integer     NOT NULL,
  uscc                 text COLLATE "C" NOT NULL,
  idempotency_key      text COLLATE "C" NOT NULL,
  request_hash         bytea       NOT NULL,
  lane                 text        NOT NULL,
  export_line_count    integer     NOT NULL,
  purchase_line_count  integer     NOT NULL,
  document             bytea       NOT NULL,
  submitted_at         timestamptz NOT NULL,
  PRIMARY KEY (pre_declaration_id, attempt_no)
);

-- The guard of Idempotency-Key: one key of one exporter makes one attempt.
CREATE UNIQUE INDEX attempt_uscc_idempotency_key ON attempt (uscc, idempotency_key);

ALTER TABLE attempt ALTER COLUMN document SET STORAGE EXTERNAL;

COMMENT ON TABLE attempt IS 'What was handed in, never changed: a correction is a new attempt.';
COMMENT ON COLUMN attempt.document IS 'The request body, byte for byte, compressed with Brotli.';
COMMENT ON COLUMN attempt.request_hash IS 'SHA-256 of the target and the body of the request.';

CREATE TABLE feedback (
  pre_declaration_id     uuid           NOT NULL,
  attempt_no             integer        NOT NULL,
  check_no               integer        NOT NULL DEFAULT 1,
  outcome                text           NOT NULL,
  doubt_count            integer        NOT NULL,
  gravest_doubt_level    text           NOT NULL,
  rebate_due_cny         numeric(18, 2),
  to_repay_cny           numeric(18, 2) NOT NULL DEFAULT 0,
  exempt_credit_cny      numeric(18, 2),
  rebate                 bytea,
  reference_version      bigint         NOT NULL,
  checked_at             timestamptz    NOT NULL,
  PRIMARY KEY (pre_declaration_id, attempt_no)
);

ALTER TABLE feedback ALTER COLUMN rebate SET STORAGE EXTERNAL;

COMMENT ON COLUMN feedback.outcome IS 'CLEAN, PASSABLE, BLOCKED or AWAITING_DATA';
COMMENT ON COLUMN feedback.check_no IS
  'Grows when the attempt is compared again with another result; see former_check.';
COMMENT ON COLUMN feedback.rebate IS
  'The rebate with the derivation of every figure, as UTF-8 JSON of the API, Brotli.';

-- Doubts in pages, so that a page of the API reads one row, whatever the number of lines.
CREATE TABLE doubt_page (
  pre_declaration_id  uuid    NOT NULL,
  attempt_no          integer NOT NULL,
  page_no             integer NOT NULL,
  doubts              bytea   NOT NULL,
  PRIMARY KEY (pre_declaration_id, attempt_no, page_no)
);

ALTER TABLE doubt_page ALTER COLUMN doubts SET STORAGE EXTERNAL;

COMMENT ON COLUMN doubt_page.doubts IS
  'Doubts page_no * 500 + 1 and following, at most 500, as UTF-8 JSON, Brotli.';

-- The guard of F003: one batch of a period belongs to one cleared pre-declaration.
CREATE TABLE batch_use (
  uscc                text COLLATE "C" NOT NULL,
  period              text COLLATE "C" NOT NULL,
  batch_no            integer NOT NULL,
  pre_declaration_id  uuid    NOT NULL,
  PRIMARY KEY (uscc, period, batch_no)
);

CREATE INDEX batch_use_pre_declaration_id ON batch_use (pre_declaration_id);

-- What an approval said before money that was withheld was approved too: the decision of the
-- pre-declaration is the newest one. Only a filing with a later approval has rows here.
CREATE TABLE former_decision (
  pre_declaration_id   uuid           NOT NULL,
  attempt_no           integer        NOT NULL,
  decided_at           timestamptz    NOT NULL,
  reason               text           NOT NULL,
  approved_rebate_cny  numeric(18, 2) NOT NULL,
  PRIMARY KEY (pre_declaration_id, attempt_no, decided_at, approved_rebate_cny)
);
