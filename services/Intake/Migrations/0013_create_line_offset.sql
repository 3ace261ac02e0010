-- What offsets take back of lines declared earlier. Of every line no more is taken back than it was
-- granted with: the CHECK refuses it, whichever filings come in whatever order. A line is named by
-- its pre-declaration, or, declared before anything is known here, by BEFORE/ and its declarant.
CREATE TABLE original_line (
  original             text COLLATE "C" NOT NULL,
  line_key             text COLLATE "C" NOT NULL,
  quantity             numeric NOT NULL,
  amount               numeric NOT NULL,
  tax_cny              numeric NOT NULL,
  taken_quantity       numeric NOT NULL DEFAULT 0,
  taken_amount         numeric NOT NULL DEFAULT 0,
  taken_tax_cny        numeric NOT NULL DEFAULT 0,
  PRIMARY KEY (original, line_key),
  CONSTRAINT original_line_taken_within_line CHECK (
    taken_quantity BETWEEN 0 AND quantity
    AND taken_amount BETWEEN 0 AND amount
    AND taken_tax_cny BETWEEN 0 AND tax_cny)
);

COMMENT ON COLUMN original_line.amount IS
  'FOB in US dollars of an export line, base in CNY yuan of a purchase line.';

-- One row for each line that a live filing takes back. Figures as in LinePart of Intake.Checks.
CREATE TABLE line_offset (
  pre_declaration_id  uuid    NOT NULL,
  uscc                text COLLATE "C" NOT NULL,
  original            text COLLATE "C" NOT NULL,
  line_key            text COLLATE "C" NOT NULL,
  quantity            numeric NOT NULL,
  amount              numeric NOT NULL,
  fob_cny             numeric NOT NULL,
  base_cny            numeric NOT NULL,
  bonded_cny          numeric NOT NULL,
  tax_cny             numeric NOT NULL,
  difference_cny      numeric NOT NULL,
  PRIMARY KEY (pre_declaration_id, original, line_key)
);

CREATE INDEX line_offset_uscc ON line_offset (uscc);
CREATE INDEX line_offset_original ON line_offset (original, line_key);

CREATE FUNCTION count_line_offset() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sign integer := CASE WHEN TG_OP = 'INSERT' THEN 1 ELSE -1 END;
  row  line_offset := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
BEGIN
  UPDATE original_line SET
    taken_quantity = taken_quantity + sign * row.quantity,
    taken_amount = taken_amount + sign * row.amount,
    taken_tax_cny = taken_tax_cny + sign * row.tax_cny
  WHERE original = row.original AND line_key = row.line_key;
  RETURN NULL;
END $$;

CREATE TRIGGER line_offset_is_counted AFTER INSERT OR DELETE ON line_offset
  FOR EACH ROW EXECUTE FUNCTION count_line_offset();
