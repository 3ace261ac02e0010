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

-- Summaries of cleared ECR filings: row 16 of the last one is row 13 of the next.
CREATE TABLE ecr_summary (
  uscc                text COLLATE "C" NOT NULL,
  period              text COLLATE "C" NOT NULL,
  pre_declaration_id  uuid             NOT NULL,
  carry_forward_ecr   numeric(18, 2)   NOT NULL CHECK (carry_forward_ecr >= 0),
  PRIMARY KEY (uscc, period, pre_declaration_id)
);

CREATE INDEX ecr_summary_pre_declaration_id ON ecr_summary (pre_declaration_id);
