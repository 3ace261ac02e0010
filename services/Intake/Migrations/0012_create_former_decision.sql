-- What an approval said before money that was withheld was approved too: the decision of the
-- pre-declaration is the newest one. Only a filing with a later approval has rows here.
CREATE TABLE former_decision (
  pre_declaration_id   uuid           NOT NULL,
  attempt_no           integer        NOT NULL,
  decided_at           timestamptz    NOT NULL,
  reason               text           NOT NULL,
  approved_rebate_cny  numeric(18, 2) NOT NULL,
  PRIMARY KEY (pre_declaration_id, attempt_no, decided_at, approved_rebate_cny)
);
