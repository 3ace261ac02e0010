-- Changes of pre-declarations that somebody listens to. Nobody listens: no row. The mark stands in
-- the row that changes, so its lock decides which changes a listener gets, and none is missed.
ALTER TABLE pre_declaration ADD COLUMN listened_until timestamptz;

CREATE TABLE filing_event (
  pre_declaration_id  uuid        NOT NULL,
  version             bigint      NOT NULL,
  attempt_no          integer     NOT NULL,
  state               text        NOT NULL,
  occurred_at         timestamptz NOT NULL,
  PRIMARY KEY (pre_declaration_id, version)
);

CREATE INDEX filing_event_occurred_at ON filing_event (occurred_at);
