-- Dated policies: the file's text is kept as it was loaded or approved.
CREATE TABLE policy_version (
    kind       text        NOT NULL CONSTRAINT policy_version_kind CHECK (kind IN
        ('GREEN_CHANNEL', 'ROUTES', 'ENROLMENT_CRITERIA', 'CASEWORK')),
    version    text        NOT NULL,
    valid_from date        NOT NULL,
    body       text        NOT NULL,
    loaded_at  timestamptz NOT NULL,
    PRIMARY KEY (kind, version),
    UNIQUE (kind, valid_from)
);

-- Versions of dated policies before they count: drafted, simulated, approved by another, activated.
CREATE TABLE policy_draft (
    draft_id     uuid        NOT NULL PRIMARY KEY,
    version      bigint      NOT NULL CHECK (version > 0),
    kind         text        NOT NULL CHECK (kind IN
        ('GREEN_CHANNEL', 'ROUTES', 'ENROLMENT_CRITERIA', 'CASEWORK')),
    state        text        NOT NULL CHECK (state IN
        ('DRAFT', 'APPROVED', 'ACTIVATED', 'DISCARDED')),
    name         text        NOT NULL,
    valid_from   date        NOT NULL,
    body         text        NOT NULL,
    drafted_by   text        NOT NULL,
    drafted_at   timestamptz NOT NULL,
    simulation   text,
    simulated_by text,
    simulated_at timestamptz,
    approved_by  text CHECK (approved_by <> drafted_by),
    approved_at  timestamptz,
    closed_by    text,
    closed_at    timestamptz,
    CHECK ((simulation IS NULL) = (simulated_by IS NULL)),
    CHECK (state NOT IN ('APPROVED', 'ACTIVATED') OR approved_by IS NOT NULL),
    CHECK ((state IN ('ACTIVATED', 'DISCARDED')) = (closed_by IS NOT NULL))
);
CREATE INDEX policy_draft_list ON policy_draft (drafted_at DESC, draft_id DESC);

-- Days that differ from the plain week.
CREATE TABLE calendar_exception (
    day  date NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('HOLIDAY', 'MAKE_UP_WORKDAY')),
    name text NOT NULL
);

-- Grows with every change of a policy or the calendar; services reload their copy when it differs.
CREATE TABLE reference_version (
    only_row boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    version  bigint  NOT NULL
);
INSERT INTO reference_version (version) VALUES (1);

-- The secret of a day's random sample. It never changes; it is published on a later day.
CREATE TABLE sample_seed (
    day        date        NOT NULL PRIMARY KEY,
    seed       bytea       NOT NULL CHECK (length(seed) = 32),
    created_at timestamptz NOT NULL
);
