-- One attempt comes with each case, in one batch, and neither row is ever removed: checking the key
-- again only locks the row that was just written. A small attempt stays in one piece, uncompressed.
ALTER TABLE case_attempt DROP CONSTRAINT case_attempt_case_id_fkey;
ALTER TABLE case_attempt SET (toast_tuple_target = 8160);
