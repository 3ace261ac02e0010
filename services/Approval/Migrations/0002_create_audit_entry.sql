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

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry is append-only: % is refused', TG_OP;
END
$$;

CREATE TRIGGER audit_entry_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
