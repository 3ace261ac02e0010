-- Answers to requests that carried an Idempotency-Key, by client; kept for a week.
CREATE TABLE idempotent_request (
    client       text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    status       integer,
    etag         text,
    location     text,
    body         text,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (client, key)
);
CREATE INDEX idempotent_request_age ON idempotent_request (created_at);
