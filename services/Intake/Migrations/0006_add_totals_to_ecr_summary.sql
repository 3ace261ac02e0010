-- Batches of one period share its VAT return: sales are compared in total, and each batch takes
-- what the others leave of the ending credit. "sequence" is the order in which batches cleared.
ALTER TABLE ecr_summary
  ADD COLUMN sequence       bigint         GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN sales_cny      numeric(18, 2) NOT NULL DEFAULT 0,
  ADD COLUMN rebate_due_cny numeric(18, 2) NOT NULL DEFAULT 0 CHECK (rebate_due_cny >= 0);
