-- Outgoing messages, written in the transaction of the state they tell of; the relay deletes what
-- the broker confirmed.
CREATE TABLE outbox (
    lane            text        NOT NULL,
    id              uuid        NOT NULL,
    exchange        text        NOT NULL,
    body            bytea       NOT NULL,
    traceparent     text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    last_error      text,
    PRIMARY KEY (lane, id)
);
-- A queue in a table lives on short-lived rows: vacuum by count of dead rows, not by share of the
-- table.
ALTER TABLE outbox SET (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_cost_delay = 0);
ALTER TABLE outbox ALTER COLUMN body SET STORAGE EXTERNAL;

-- Messages whose effect is committed, by consumer; the same transaction holds both.
CREATE TABLE inbox (
    consumer    text        NOT NULL,
    message_id  uuid        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, message_id)
);
CREATE INDEX inbox_received_at ON inbox USING brin (received_at);
