-- Who wants to be told what, and the deliveries of it. A change writes a delivery for each webhook
-- that asks for its state, in the statement that makes the change; no webhook, no row. No foreign
-- keys: a delivery whose webhook is gone is never sent.
CREATE TABLE webhook (
  id                   uuid PRIMARY KEY,
  uscc                 text COLLATE "C" NOT NULL,
  idempotency_key      text COLLATE "C" NOT NULL,
  request_hash         bytea       NOT NULL,
  url                  text        NOT NULL,
  description          text        NOT NULL,
  events               text[]      NOT NULL,
  states               text[]      NOT NULL,
  secret               bytea       NOT NULL,
  former_secret        bytea,
  former_secret_until  timestamptz,
  is_active            boolean     NOT NULL DEFAULT true,
  disabled_reason      text        CHECK (disabled_reason IN ('EXPORTER', 'GONE', 'FAILING')),
  disabled_at          timestamptz,
  failing_since        timestamptz,
  leased_until         timestamptz NOT NULL DEFAULT '-infinity',
  version              bigint      NOT NULL DEFAULT 1,
  created_at           timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL
) WITH (fillfactor = 70);

CREATE UNIQUE INDEX webhook_uscc_idempotency_key ON webhook (uscc, idempotency_key);

COMMENT ON COLUMN webhook.states IS 'The states that its events stand for; changes look here.';
COMMENT ON COLUMN webhook.leased_until IS
  'Until then one instance sends to it, or nobody does because it keeps failing.';

CREATE TABLE webhook_delivery (
  number              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook_id          uuid        NOT NULL,
  pre_declaration_id  uuid        NOT NULL,
  version             bigint      NOT NULL,
  attempt_no          integer     NOT NULL,
  state               text        NOT NULL,
  occurred_at         timestamptz NOT NULL,
  status              text        NOT NULL DEFAULT 'PENDING'
    CHECK (status IN ('PENDING', 'DELIVERED', 'FAILED')),
  tries               integer     NOT NULL DEFAULT 0,
  due_at              timestamptz NOT NULL,
  first_tried_at      timestamptz,
  ended_at            timestamptz,
  last_http_status    integer,
  last_fault          text,
  UNIQUE (webhook_id, pre_declaration_id, version)
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, due_at)
  WHERE status = 'PENDING';
CREATE INDEX webhook_delivery_webhook_id ON webhook_delivery (webhook_id, number DESC);
CREATE INDEX webhook_delivery_ended_at ON webhook_delivery (ended_at)
  WHERE ended_at IS NOT NULL;

CREATE TABLE webhook_try (
  delivery_number  bigint      NOT NULL,
  try_no           integer     NOT NULL,
  tried_at         timestamptz NOT NULL,
  duration_ms      integer     NOT NULL,
  http_status      integer,
  fault            text,
  PRIMARY KEY (delivery_number, try_no)
);
