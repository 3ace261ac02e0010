-- How far a filing of a sandbox client has come in its script. Filled in the schema "sandbox" only,
-- which holds the same tables as the real one: connections of sandbox clients see no other schema.
CREATE TABLE sandbox_play (
  pre_declaration_id  uuid PRIMARY KEY,
  scenario            text    NOT NULL,
  reads               integer NOT NULL
);

-- The key that receipts of the sandbox are signed with, made when it is first needed. Filled in the
-- schema "sandbox" only. It proves nothing to anybody, so it may stand here: keys of real receipts
-- are files that no database holds.
CREATE TABLE sandbox_receipt_key (
  key_no  integer PRIMARY KEY CHECK (key_no = 1),
  pem     text NOT NULL
);
