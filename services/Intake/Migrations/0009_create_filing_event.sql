-- Changes of pre-declarations that somebody listens to. When nobody listens, there is no row. The
-- mark (pre_declaration.listened_until) stands in the row that changes, so that row's lock decides
-- which changes a listener gets, and none is missed.
CREATE TABLE filing_event (
  pre_declaration_id  uuid        NOT NULL,
  version             bigint      NOT NULL,
  attempt_no          integer     NOT NULL,
  state               text        NOT NULL,
  occurred_at         timestamptz NOT NULL,
  PRIMARY KEY (pre_declaration_id, version)
);

CREATE INDEX filing_event_occurred_at ON filing_event (occurred_at);
