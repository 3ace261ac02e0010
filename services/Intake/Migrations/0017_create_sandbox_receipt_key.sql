-- The key that receipts of the sandbox are signed with, made when it is first needed. Filled in the
-- schema "sandbox" only. It proves nothing to anybody, so it may stand here: keys of real receipts
-- are files that no database holds.
CREATE TABLE sandbox_receipt_key (
  key_no  integer PRIMARY KEY CHECK (key_no = 1),
  pem     text NOT NULL
);
