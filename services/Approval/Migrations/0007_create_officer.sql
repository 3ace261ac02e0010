-- Officers and their posts, as their tokens named them when they last asked for something.
CREATE TABLE officer (
    tax_authority text        NOT NULL,
    officer       text        NOT NULL,
    posts         text[]      NOT NULL,
    seen_at       timestamptz NOT NULL,
    PRIMARY KEY (tax_authority, officer)
);

-- Leave 请假: the days on which an officer is away, and who may act on the officer's posts then.
CREATE TABLE officer_absence (
    absence_id    uuid        NOT NULL PRIMARY KEY,
    version       bigint      NOT NULL CHECK (version > 0),
    tax_authority text        NOT NULL,
    officer       text        NOT NULL,
    posts         text[]      NOT NULL,
    first_day     date        NOT NULL,
    last_day      date        NOT NULL CHECK (last_day >= first_day),
    deputy        text CHECK (deputy <> officer AND deputy <> recorded_by),
    reason        text        NOT NULL CHECK (reason <> ''),
    recorded_by   text        NOT NULL,
    recorded_at   timestamptz NOT NULL,
    ended_by      text,
    ended_at      timestamptz,
    CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE INDEX officer_absence_days ON officer_absence (tax_authority, last_day)
    WHERE ended_at IS NULL;
CREATE INDEX officer_absence_list ON officer_absence (tax_authority, officer, first_day DESC);

-- Filters of the queue that an officer keeps, and may share with the authority.
CREATE TABLE saved_filter (
    filter_id     uuid        NOT NULL PRIMARY KEY,
    version       bigint      NOT NULL CHECK (version > 0),
    owner         text        NOT NULL,
    tax_authority text        NOT NULL,
    name          text        NOT NULL CHECK (name <> ''),
    is_shared     boolean     NOT NULL,
    filter        text        NOT NULL,
    changed_at    timestamptz NOT NULL,
    UNIQUE (tax_authority, owner, name)
);
