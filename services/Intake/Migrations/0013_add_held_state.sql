-- A hold of the whole case is shown to the exporter. Messages about it may come in any order; the
-- version of the case says which one is the last.
ALTER TABLE pre_declaration
  DROP CONSTRAINT pre_declaration_state_check,
  ADD CONSTRAINT pre_declaration_state_check CHECK (state IN (
    'SUBMITTED', 'AWAITING_DATA', 'BLOCKED', 'CLEARED', 'UNDER_REVIEW', 'HELD',
    'APPROVED', 'RETURNED', 'REJECTED', 'WITHDRAWN', 'FORMALLY_DECLARED')),
  ADD COLUMN is_held boolean NOT NULL DEFAULT false,
  ADD COLUMN hold_version bigint NOT NULL DEFAULT 0;

COMMENT ON COLUMN pre_declaration.hold_version IS
  'Version of the case that last said whether it is on hold.';
