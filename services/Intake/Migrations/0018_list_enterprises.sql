-- Officers list the enterprises of their authority in the order of the codes.
CREATE INDEX enterprise_tax_authority_uscc ON enterprise (tax_authority, uscc);

-- One key of one officer sets one class; rows of the feed have none.
ALTER TABLE enterprise_class
  ADD COLUMN idempotency_key text COLLATE "C",
  ADD COLUMN request_hash bytea;

CREATE UNIQUE INDEX enterprise_class_set_by_idempotency_key
  ON enterprise_class (set_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

COMMENT ON COLUMN enterprise_class.request_hash IS
  'SHA-256 of the enterprise and the body of the request.';
