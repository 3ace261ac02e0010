-- Files that exporters attach to a filing or to one of its doubts, and their content in chunks, so
-- that nobody holds a whole one in memory. Never changed and never deleted: officers decide on
-- them.
-- No foreign keys, as with attempts; a row and its chunks are written in one transaction.
CREATE TABLE attachment (
    id                 uuid        PRIMARY KEY,
    pre_declaration_id uuid        NOT NULL,
    attempt_no         integer     NOT NULL CHECK (attempt_no > 0),
    uscc               text COLLATE "C" NOT NULL,
    idempotency_key    text COLLATE "C" NOT NULL,
    request_hash       bytea       NOT NULL,
    file_name          text        NOT NULL,
    kind               text        NOT NULL CHECK (kind IN ('PDF', 'JPEG', 'PNG', 'XLSX')),
    byte_count         integer     NOT NULL CHECK (byte_count BETWEEN 1 AND 20971520),
    sha256             bytea       NOT NULL CHECK (length(sha256) = 32),
    doubt_code         text,
    form               text,
    place              text,
    uploaded_by        text        NOT NULL,
    uploaded_at        timestamptz NOT NULL
);

CREATE INDEX attachment_pre_declaration_id ON attachment (pre_declaration_id, id);
CREATE UNIQUE INDEX attachment_uscc_idempotency_key ON attachment (uscc, idempotency_key);

COMMENT ON COLUMN attachment.attempt_no IS 'The live attempt when it was attached.';
COMMENT ON COLUMN attachment.doubt_code IS 'The doubt it answers; null when the whole filing.';

CREATE TABLE attachment_chunk (
    attachment_id uuid    NOT NULL,
    chunk_no      integer NOT NULL CHECK (chunk_no >= 0),
    content       bytea   NOT NULL,
    PRIMARY KEY (attachment_id, chunk_no)
);

ALTER TABLE attachment_chunk ALTER COLUMN content SET STORAGE EXTERNAL;
