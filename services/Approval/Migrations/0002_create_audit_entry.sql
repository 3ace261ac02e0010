CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP;
END
$$;

-- The audit trail: one chain a case, see Audit/AuditChain.cs. Rows are added and never touched
-- again.
CREATE TABLE audit_entry (
    case_id       uuid        NOT NULL,
    entry_no      integer     NOT NULL,
    at            timestamptz NOT NULL,
    actor         text        NOT NULL,
    post          text        NOT NULL,
    action        text        NOT NULL,
    detail        text        NOT NULL,
    previous_hash bytea       NOT NULL CHECK (length(previous_hash) = 32),
    hash          bytea       NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (case_id, entry_no)
);
-- Finds the cases of a day. Entries come in the order of time, so a few bytes a block are enough.
CREATE INDEX audit_entry_time ON audit_entry USING brin (at) WITH (pages_per_range = 32);

CREATE TRIGGER audit_entry_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- A daily seal over the trails of all cases that changed, see Audit/AuditAnchor.cs. Rows are added
-- and never touched again.
CREATE TABLE audit_anchor (
    anchor_no     integer     NOT NULL PRIMARY KEY CHECK (anchor_no > 0),
    day           date        NOT NULL UNIQUE,
    cut           timestamptz NOT NULL,
    leaf_count    integer     NOT NULL CHECK (leaf_count >= 0),
    root          bytea       NOT NULL CHECK (length(root) = 32),
    previous_hash bytea       NOT NULL CHECK (length(previous_hash) = 32),
    hash          bytea       NOT NULL CHECK (length(hash) = 32),
    taken_at      timestamptz NOT NULL
);

CREATE TABLE audit_anchor_leaf (
    anchor_no  integer NOT NULL,
    case_id    uuid    NOT NULL,
    entry_no   integer NOT NULL,
    entry_hash bytea   NOT NULL CHECK (length(entry_hash) = 32),
    PRIMARY KEY (case_id, anchor_no)
);
CREATE INDEX audit_anchor_leaf_order ON audit_anchor_leaf (anchor_no, case_id);

CREATE TRIGGER audit_anchor_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchor
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_anchor_leaf_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchor_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
