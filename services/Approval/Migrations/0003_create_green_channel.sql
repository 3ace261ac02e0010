-- Dated policies: the file's text is kept as it was loaded or approved.
CREATE TABLE policy_version (
    kind       text        NOT NULL CHECK (kind IN ('GREEN_CHANNEL', 'ROUTES')),
    version    text        NOT NULL,
    valid_from date        NOT NULL,
    body       text        NOT NULL,
    loaded_at  timestamptz NOT NULL,
    PRIMARY KEY (kind, version),
    UNIQUE (kind, valid_from)
);

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

-- Enrolments of enterprises: drafted by one person, approved by another.
CREATE TABLE enrolment (
    enrolment_id    uuid        NOT NULL PRIMARY KEY,
    version         bigint      NOT NULL CHECK (version > 0),
    uscc            text        NOT NULL,
    enterprise_name text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('DRAFT', 'LIVE', 'ENDED')),
    ground          text        NOT NULL CHECK (ground IN ('APPLICATION', 'LIST', 'CRITERIA')),
    reason          text        NOT NULL,
    valid_from      date        NOT NULL,
    valid_to        date,
    drafted_by      text        NOT NULL,
    drafted_at      timestamptz NOT NULL,
    approved_by     text CHECK (approved_by <> drafted_by),
    approved_at     timestamptz,
    ended_by        text,
    ended_at        timestamptz,
    ended_reason    text,
    CHECK ((state = 'DRAFT') = (approved_by IS NULL AND ended_by IS NULL)),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((state = 'ENDED') = (ended_by IS NOT NULL))
);
CREATE UNIQUE INDEX enrolment_live ON enrolment (uscc) WHERE state = 'LIVE';
CREATE INDEX enrolment_list ON enrolment (drafted_at DESC, enrolment_id DESC);

-- How often an enterprise's enrolment was announced; the version inside the message.
CREATE TABLE enrolment_announcement (
    uscc    text    NOT NULL PRIMARY KEY,
    version integer NOT NULL
);
