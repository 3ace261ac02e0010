-- What each filing has to do with a registered settlement: it was counted with so much. A share
-- counts while its filing is live, so that nothing is put right that was never granted; and a
-- settlement says nothing to a filing that it counted, should that be checked again.
CREATE TABLE settlement_share (
  settlement_id              uuid    NOT NULL,
  pre_declaration_id         uuid    NOT NULL,
  adjust_ecr_tax_cny         numeric NOT NULL,
  adjust_disallowed_tax_cny  numeric NOT NULL,
  PRIMARY KEY (settlement_id, pre_declaration_id)
);

CREATE INDEX settlement_share_pre_declaration_id ON settlement_share (pre_declaration_id);
