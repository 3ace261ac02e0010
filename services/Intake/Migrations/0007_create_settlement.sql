CREATE TABLE processing_book (
  book_no                  text COLLATE "C" PRIMARY KEY,
  uscc                     text           NOT NULL,
  planned_allocation_rate  numeric(10, 6) NOT NULL,
  valid_from               date           NOT NULL,
  settle_by                date,
  status                   text           NOT NULL,
  version                  bigint         NOT NULL
);

COMMENT ON COLUMN processing_book.planned_allocation_rate IS
  'Share, 0 to 1: 0.333333 is 33.3333 %.';

-- Settlements of processing books. Figures are frozen at the hand-in; an officer registers or
-- refuses them. The registered row is also the dated record of the allocation rate: it holds for
-- exports from rate_valid_from on, of several the one with the latest first day, of these the one
-- registered last. Hand-ins and registrations of a book follow one another on its row lock, so that
-- no period is settled twice.
CREATE TABLE settlement (
  id                         uuid PRIMARY KEY,
  uscc                       text COLLATE "C" NOT NULL,
  book_no                    text COLLATE "C" NOT NULL,
  period_start               date           NOT NULL,
  period_end                 date           NOT NULL CHECK (period_end >= period_start),
  state                      text           NOT NULL
    CHECK (state IN ('HANDED_IN', 'REGISTERED', 'REFUSED')),
  flows                      jsonb          NOT NULL,
  lines                      jsonb          NOT NULL,
  actual_imports_cny         numeric        NOT NULL,
  actual_exports_cny         numeric        NOT NULL CHECK (actual_exports_cny > 0),
  actual_allocation_rate     numeric(10, 6) NOT NULL
    CHECK (actual_allocation_rate BETWEEN 0 AND 1),
  declared_export_cny        numeric        NOT NULL,
  export_line_count          integer        NOT NULL,
  adjust_ecr_tax_cny         numeric        NOT NULL,
  adjust_disallowed_tax_cny  numeric        NOT NULL,
  handed_in_by               text           NOT NULL,
  handed_in_at               timestamptz    NOT NULL,
  decided_by                 text CHECK (decided_by <> handed_in_by),
  decided_at                 timestamptz,
  rate_valid_from            date,
  met_due_on                 date,
  CHECK ((state = 'HANDED_IN') = (decided_by IS NULL)),
  CHECK ((state = 'REGISTERED') = (rate_valid_from IS NOT NULL))
);

CREATE INDEX settlement_uscc ON settlement (uscc, id DESC);
CREATE INDEX settlement_book_no ON settlement (book_no);

COMMENT ON COLUMN settlement.lines IS
  'Declared exports by planned, levy and rebate rate, with the adjustment of each.';
COMMENT ON COLUMN settlement.met_due_on IS
  'Day on which the book was due when this was registered: met, so R315 is silent up to it.';

-- Who did what when; the guard of Idempotency-Key, by exporter or by officer.
CREATE TABLE settlement_act (
  act_no           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  settlement_id    uuid        NOT NULL,
  act              text        NOT NULL CHECK (act IN ('HANDED_IN', 'REGISTERED', 'REFUSED')),
  reason           text        NOT NULL,
  done_by          text        NOT NULL,
  done_at          timestamptz NOT NULL
);

CREATE INDEX settlement_act_settlement_id ON settlement_act (settlement_id, act_no);

CREATE TRIGGER settlement_act_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON settlement_act FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

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
