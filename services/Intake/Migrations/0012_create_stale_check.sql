-- What live filings were compared with can change. A feed that changes it notes, in its own
-- transaction, the filings that it touches: their check is stale until they are compared again.

-- Values that the running transaction changed, picked up at its end by the feed that runs it; so
-- nobody ever sees a row. "target" says by what the filings are found: a customs line or an invoice
-- that they hold, their month, the books or the entries of their exporter.
CREATE TABLE fact_change (
  changed_in  xid8  NOT NULL DEFAULT pg_current_xact_id(),
  target      text  NOT NULL CHECK (
    target IN ('CUSTOMS', 'INVOICE', 'MONTH', 'BOOK', 'EXPORTER', 'FILING')),
  feed        text  NOT NULL,
  key         text COLLATE "C" NOT NULL,
  held_key    text COLLATE "C" NOT NULL,
  uscc        text COLLATE "C" NOT NULL,
  before      jsonb NOT NULL,
  after       jsonb NOT NULL
);

COMMENT ON COLUMN fact_change.held_key IS
  'What a filing holds or names: a customs line, an invoice, a month; empty for the others.';
COMMENT ON COLUMN fact_change.before IS 'The values that changed, by their column; after alike.';

-- Filings whose check is stale. "touch_no" tells a comparison that finished from one that another
-- change overtook.
CREATE TABLE stale_check (
  pre_declaration_id  uuid        PRIMARY KEY,
  change_no           bigint      GENERATED ALWAYS AS IDENTITY,
  touch_no            bigint      NOT NULL DEFAULT 1,
  noted_at            timestamptz NOT NULL,
  due_at              timestamptz NOT NULL,
  failures            integer     NOT NULL DEFAULT 0
) WITH (fillfactor = 70);

CREATE INDEX stale_check_due_at ON stale_check (due_at);

COMMENT ON COLUMN stale_check.change_no IS 'The number by which Approval knows the change.';

CREATE TABLE stale_fact (
  pre_declaration_id  uuid  NOT NULL,
  feed                text  NOT NULL,
  key                 text  NOT NULL,
  before              jsonb NOT NULL,
  after               jsonb NOT NULL
);

CREATE INDEX stale_fact_pre_declaration_id ON stale_fact (pre_declaration_id);

-- Checks that a later one of the same attempt took the place of, with the doubts of that day.
CREATE TABLE former_check (
  pre_declaration_id   uuid           NOT NULL,
  attempt_no           integer        NOT NULL,
  check_no             integer        NOT NULL,
  outcome              text           NOT NULL,
  doubt_count          integer        NOT NULL,
  gravest_doubt_level  text           NOT NULL,
  rebate_due_cny       numeric(18, 2),
  exempt_credit_cny    numeric(18, 2),
  rebate               bytea,
  doubts               bytea[]        NOT NULL,
  reference_version    bigint         NOT NULL,
  checked_at           timestamptz    NOT NULL,
  PRIMARY KEY (pre_declaration_id, attempt_no, check_no)
);

-- Notes the values of a row that a feed changed. Arguments: target, feed, column of the key.
-- Columns that say how much is in use are no facts, and neither is the sender's version.
CREATE FUNCTION note_fact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  no_facts CONSTANT text[] := '{
    version,claimable_quantity,used_quantity,used_in,claimable_tax_base,used_tax_base}';
  former   jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) - no_facts END;
  later    jsonb := to_jsonb(NEW) - no_facts;
  held     text;
  holder   text;
BEGIN
  IF former = later THEN
    RETURN NULL;
  END IF;
  IF TG_TABLE_NAME = 'customs_declaration_line' THEN
    held := later ->> TG_ARGV[2];
    holder := split_part(OLD.used_in, '/', 1);
  ELSIF TG_TABLE_NAME = 'vat_invoice' THEN
    held := later ->> TG_ARGV[2];
    SELECT split_part(used_in, '/', 1) INTO holder
    FROM vat_invoice WHERE voucher_no = held AND used_in <> ''
    ORDER BY line_no = NEW.line_no DESC LIMIT 1;
    IF holder IS NULL THEN
      RETURN NULL;
    END IF;
  ELSIF TG_ARGV[0] = 'CUSTOMS' THEN
    held := NEW.customs_declaration_line_no;
    SELECT split_part(used_in, '/', 1) INTO holder
    FROM customs_declaration_line WHERE line_no = held AND used_in <> '';
    IF holder IS NULL THEN
      RETURN NULL;
    END IF;
  ELSE
    held := CASE TG_ARGV[0] WHEN 'MONTH' THEN later ->> 'period' ELSE '' END;
    holder := NEW.uscc;
  END IF;
  INSERT INTO fact_change (target, feed, key, held_key, uscc, before, after)
  SELECT TG_ARGV[0], TG_ARGV[1], later ->> TG_ARGV[2], held, holder,
    coalesce(jsonb_object_agg(k, former -> k) FILTER (WHERE former -> k IS NOT NULL), '{}'),
    jsonb_object_agg(k, later -> k)
  FROM jsonb_object_keys(later) AS k
  WHERE former -> k IS DISTINCT FROM later -> k;
  RETURN NULL;
END $$;

-- A claim or a release of vouchers sets no "version", so it never comes here.
CREATE TRIGGER customs_declaration_line_changes AFTER UPDATE OF version
  ON customs_declaration_line FOR EACH ROW WHEN (OLD.used_in <> '')
  EXECUTE FUNCTION note_fact('CUSTOMS', 'customs-declarations', 'line_no');
-- A status is of the whole invoice, so any of its lines tells the filings that hold another one.
CREATE TRIGGER vat_invoice_changes AFTER UPDATE OF version
  ON vat_invoice FOR EACH ROW WHEN (OLD.used_in <> '' OR OLD.status <> NEW.status)
  EXECUTE FUNCTION note_fact('INVOICE', 'vat-invoices', 'voucher_no');
CREATE TRIGGER vat_invoice_arrivals AFTER INSERT
  ON vat_invoice FOR EACH ROW WHEN (NEW.status <> 'NORMAL')
  EXECUTE FUNCTION note_fact('INVOICE', 'vat-invoices', 'voucher_no');
CREATE TRIGGER agency_certificate_changes AFTER UPDATE OF version
  ON agency_certificate FOR EACH ROW
  EXECUTE FUNCTION note_fact('CUSTOMS', 'agency-certificates', 'certificate_no');
CREATE TRIGGER fx_receipt_changes AFTER INSERT OR UPDATE OF version
  ON fx_receipt FOR EACH ROW
  EXECUTE FUNCTION note_fact('CUSTOMS', 'fx-receipts', 'receipt_no');
CREATE TRIGGER vat_return_changes AFTER UPDATE OF version
  ON vat_return FOR EACH ROW
  EXECUTE FUNCTION note_fact('MONTH', 'vat-returns', 'period');
CREATE TRIGGER processing_book_changes AFTER UPDATE OF version
  ON processing_book FOR EACH ROW
  EXECUTE FUNCTION note_fact('BOOK', 'processing-books', 'book_no');
CREATE TRIGGER enterprise_changes AFTER UPDATE OF version
  ON enterprise FOR EACH ROW
  WHEN (OLD.suspended <> NEW.suspended OR OLD.aeo_status <> NEW.aeo_status
    OR OLD.enterprise_class <> NEW.enterprise_class OR OLD.kind <> NEW.kind
    OR OLD.tax_authority <> NEW.tax_authority
    OR OLD.processing_trade_share_percent <> NEW.processing_trade_share_percent)
  EXECUTE FUNCTION note_fact('EXPORTER', 'enterprises', 'uscc');

-- A class that an officer sets holds from a day on; one that holds today counts for what is not
-- yet decided. The feed's class comes by the trigger above.
CREATE FUNCTION note_class() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO fact_change (target, feed, key, held_key, uscc, before, after)
  SELECT 'EXPORTER', 'enterprises', NEW.uscc, '', NEW.uscc,
    jsonb_build_object('enterprise_class', c.enterprise_class),
    jsonb_build_object('enterprise_class', NEW.enterprise_class)
  FROM enterprise_class c
  WHERE c.uscc = NEW.uscc AND c.class_no < NEW.class_no
    AND c.valid_from <= authority_day(now()) AND c.enterprise_class <> NEW.enterprise_class
  ORDER BY c.valid_from DESC, c.class_no DESC
  LIMIT 1;
  RETURN NULL;
END $$;

CREATE TRIGGER enterprise_class_changes AFTER INSERT ON enterprise_class
  FOR EACH ROW WHEN (NEW.source = 'OFFICER' AND NEW.valid_from <= authority_day(now()))
  EXECUTE FUNCTION note_class();
