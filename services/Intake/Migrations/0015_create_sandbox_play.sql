-- How far a filing of a sandbox client has come in its script. Filled in the schema "sandbox" only,
-- which holds the same tables as the real one: connections of sandbox clients see no other schema.
CREATE TABLE sandbox_play (
  pre_declaration_id  uuid PRIMARY KEY,
  scenario            text    NOT NULL,
  reads               integer NOT NULL
);
