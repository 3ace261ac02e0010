-- What exporters owe back: a copy of the ledger that Approval keeps, by its messages.
CREATE TABLE repayment_entry (
  uscc                text COLLATE "C" NOT NULL,
  entry_no            integer          NOT NULL CHECK (entry_no >= 1),
  kind                text             NOT NULL,
  claim_id            uuid,
  source              text,
  pre_declaration_id  uuid,
  amount_cny          numeric(18, 2)   NOT NULL CHECK (amount_cny > 0),
  balance_cny         numeric(18, 2)   NOT NULL CHECK (balance_cny >= 0),
  entered_on          date             NOT NULL,
  entered_at          timestamptz      NOT NULL,
  PRIMARY KEY (uscc, entry_no)
);

-- What was granted and claimed back since is not there any more to be taken back by an offset.
CREATE INDEX repayment_entry_recovered ON repayment_entry (pre_declaration_id)
  WHERE source = 'RECOVERY';
