-- Vouchers and their use. "claimable" is what attempts may use in total. It equals the voucher's
-- own quantity or amount, except when the sender lowers that below what is in use already: the row
-- is stored, "claimable" stays at what is in use, and the view overused_voucher names it. Only
-- a feed and the release of a use set "claimable"; a claim raises "used" alone and so can never get
-- past the CHECK.

CREATE TABLE customs_declaration_line (
  line_no              text COLLATE "C" PRIMARY KEY,
  consignor_uscc       text           NOT NULL,
  export_date          date           NOT NULL,
  commodity_code       text           NOT NULL,
  commodity_name       text           NOT NULL,
  unit1                text           NOT NULL,
  quantity1            numeric(18, 4) NOT NULL CHECK (quantity1 >= 0),
  unit2                text,
  quantity2            numeric(18, 4),
  declared_unit        text,
  declared_quantity    numeric(18, 4),
  fob_usd              numeric(18, 2) NOT NULL,
  fob_cny              numeric(18, 2) NOT NULL,
  currency             text           NOT NULL,
  trade_mode           text           NOT NULL,
  customs_district     text           NOT NULL,
  source_region        text           NOT NULL,
  destination_country  text           NOT NULL,
  status               text           NOT NULL,
  via_bonded_zone      boolean        NOT NULL,
  version              bigint         NOT NULL,
  claimable_quantity   numeric(18, 4) NOT NULL,
  used_quantity        numeric(18, 4) NOT NULL DEFAULT 0,
  used_in              text           NOT NULL DEFAULT '',
  CONSTRAINT customs_declaration_line_used_quantity_within_claimable
    CHECK (used_quantity BETWEEN 0 AND claimable_quantity)
) WITH (fillfactor = 80);

COMMENT ON COLUMN customs_declaration_line.used_quantity IS
  'In use by live attempts, counted in the first statutory unit (unit1).';
COMMENT ON COLUMN customs_declaration_line.used_in IS
  'Last claim: declarant/period-batch. Shown to that declarant alone.';

-- A row is a line of an invoice: one kind of goods at one rate. A sender that knows no lines sends
-- line 1. What was used for input deduction is not claimable.
CREATE TABLE vat_invoice (
  voucher_no           text COLLATE "C" NOT NULL,
  line_no              integer        NOT NULL CHECK (line_no > 0),
  voucher_kind         text           NOT NULL,
  seller_tax_id        text           NOT NULL,
  seller_name          text           NOT NULL,
  buyer_uscc           text           NOT NULL,
  invoice_date         date           NOT NULL,
  commodity_name       text           NOT NULL,
  unit                 text           NOT NULL,
  quantity             numeric(18, 4) NOT NULL,
  tax_base             numeric(18, 2) NOT NULL CHECK (tax_base >= 0),
  vat_rate             numeric(5, 2)  NOT NULL,
  tax                  numeric(18, 2) NOT NULL,
  status               text           NOT NULL,
  certified            boolean        NOT NULL,
  deducted_tax_base    numeric(18, 2) NOT NULL
    CHECK (deducted_tax_base BETWEEN 0 AND tax_base),
  cross_check          text           NOT NULL,
  simple_rate          boolean        NOT NULL,
  version              bigint         NOT NULL,
  claimable_tax_base   numeric(18, 2) NOT NULL,
  used_tax_base        numeric(18, 2) NOT NULL DEFAULT 0,
  used_quantity        numeric(18, 4) NOT NULL DEFAULT 0 CHECK (used_quantity >= 0),
  used_in              text           NOT NULL DEFAULT '',
  PRIMARY KEY (voucher_no, line_no),
  CONSTRAINT vat_invoice_used_tax_base_within_claimable
    CHECK (used_tax_base BETWEEN 0 AND claimable_tax_base)
) WITH (fillfactor = 80);

COMMENT ON COLUMN vat_invoice.used_tax_base IS 'In use by live attempts, CNY yuan without VAT.';

-- What the live attempt of a pre-declaration holds: one row, parallel arrays in key order. The
-- used_ columns above are the sums over these rows. One row instead of one for each voucher,
-- because every filing writes it.
CREATE TABLE voucher_claim (
  pre_declaration_id  uuid      PRIMARY KEY,
  attempt_no          integer   NOT NULL,
  customs_line_nos    text[]    NOT NULL,
  customs_quantities  numeric[] NOT NULL,
  invoice_nos         text[]    NOT NULL,
  invoice_line_nos    integer[] NOT NULL,
  invoice_quantities  numeric[] NOT NULL,
  invoice_tax_bases   numeric[] NOT NULL
);

CREATE VIEW voucher_use AS
SELECT c.pre_declaration_id, c.attempt_no, 'CUSTOMS' AS voucher_kind, u.voucher_no,
  NULL::integer AS line_no, u.quantity, 0::numeric AS tax_base
FROM voucher_claim c
CROSS JOIN unnest(c.customs_line_nos, c.customs_quantities) AS u (voucher_no, quantity)
UNION ALL
SELECT c.pre_declaration_id, c.attempt_no, 'INVOICE', u.voucher_no, u.line_no, u.quantity,
  u.tax_base
FROM voucher_claim c
CROSS JOIN unnest(
    c.invoice_nos, c.invoice_line_nos, c.invoice_quantities, c.invoice_tax_bases)
  AS u (voucher_no, line_no, quantity, tax_base);

COMMENT ON VIEW voucher_use IS 'For people: which pre-declaration uses which voucher how far.';

-- Vouchers that their sender lowered below what is in use already.
CREATE INDEX customs_declaration_line_overused ON customs_declaration_line (line_no)
  WHERE claimable_quantity > quantity1;
CREATE INDEX vat_invoice_overused ON vat_invoice (voucher_no, line_no)
  WHERE claimable_tax_base > tax_base - deducted_tax_base;

CREATE VIEW overused_voucher AS
SELECT 'CUSTOMS' AS voucher_kind, line_no AS voucher_no, NULL::integer AS line_no,
  quantity1 AS has, used_quantity AS used
FROM customs_declaration_line
WHERE claimable_quantity > quantity1
UNION ALL
SELECT 'INVOICE', voucher_no, line_no, tax_base - deducted_tax_base, used_tax_base
FROM vat_invoice
WHERE claimable_tax_base > tax_base - deducted_tax_base;

-- Certificates of export goods by agent, one row an item; principals declare with them.
CREATE TABLE agency_certificate (
  certificate_no               text COLLATE "C" PRIMARY KEY,
  principal_uscc               text   NOT NULL,
  customs_declaration_line_no  text   NOT NULL,
  version                      bigint NOT NULL
);

-- Foreign exchange received, or what stands for it, by customs declaration line.
CREATE TABLE fx_receipt (
  receipt_no                   text COLLATE "C" PRIMARY KEY,
  customs_declaration_line_no  text COLLATE "C" NOT NULL,
  kind                         text           NOT NULL,
  currency                     text           NOT NULL,
  amount                       numeric(18, 2) NOT NULL,
  received_on                  date           NOT NULL,
  version                      bigint         NOT NULL
);

CREATE INDEX fx_receipt_customs_declaration_line_no ON fx_receipt (customs_declaration_line_no);
