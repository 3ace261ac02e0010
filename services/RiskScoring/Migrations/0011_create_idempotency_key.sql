-- Answers to a repeated request: the same key and body gets the same entry.
CREATE TABLE idempotency_key (
    subject      text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    entry_id     uuid        NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (subject, key)
);
