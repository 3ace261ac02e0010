-- What operators did with parked messages. A discarded message stays readable here.
CREATE TABLE message_action (
    id           uuid        PRIMARY KEY,
    queue        text        NOT NULL,
    message_id   text        NOT NULL,
    action       text        NOT NULL CHECK (action IN ('RETRY', 'DISCARD')),
    reason       text        NOT NULL,
    acted_by     text        NOT NULL,
    acted_at     timestamptz NOT NULL DEFAULT now(),
    fault        text        NOT NULL,
    body         bytea       NOT NULL
);
