CREATE TABLE vat_return (
  uscc            text COLLATE "C" NOT NULL,
  period          text COLLATE "C" NOT NULL,
  ecr_sales_cny   numeric(18, 2)   NOT NULL,
  ending_credit   numeric(18, 2)   NOT NULL,
  filed_on        date             NOT NULL,
  version         bigint           NOT NULL,
  PRIMARY KEY (uscc, period)
);

COMMENT ON TABLE vat_return IS 'VAT returns of production enterprises (R316 to R318), from a feed.';

-- Summaries of cleared ECR filings: row 16 of the last one is row 13 of the next. Batches of one
-- period share its VAT return: sales are compared in total, and each batch takes what the others
-- leave of the ending credit; what they leave of "ending_credit" together is the previous credit of
-- the next month. "sequence" is the order in which batches cleared. "..._taken" is what
-- a filing took of registered settlements in rows 14 and 8: what is left to take is their sum less
-- these sums over the live filings.
CREATE TABLE ecr_summary (
  uscc                             text COLLATE "C" NOT NULL,
  period                           text COLLATE "C" NOT NULL,
  pre_declaration_id               uuid             NOT NULL,
  sequence                         bigint           GENERATED ALWAYS AS IDENTITY,
  carry_forward_ecr                numeric(18, 2)   NOT NULL CHECK (carry_forward_ecr >= 0),
  sales_cny                        numeric(18, 2)   NOT NULL DEFAULT 0,
  rebate_due_cny                   numeric(18, 2)   NOT NULL DEFAULT 0 CHECK (rebate_due_cny >= 0),
  ending_credit                    numeric(18, 2)   NOT NULL DEFAULT 0,
  settlement_ecr_tax_taken         numeric          NOT NULL DEFAULT 0,
  settlement_disallowed_tax_taken  numeric          NOT NULL DEFAULT 0,
  PRIMARY KEY (uscc, period, pre_declaration_id)
);

CREATE INDEX ecr_summary_pre_declaration_id ON ecr_summary (pre_declaration_id);
