-- The green-channel policy as the document that Approval told; the last one begun is in force.
CREATE TABLE channel_policy (
    version    text PRIMARY KEY,
    valid_from date NOT NULL,
    document   text NOT NULL
);

-- Which filers have a green channel; a copy of Approval's enrolments, kept by its messages.
CREATE TABLE enrolment (
    uscc       text    COLLATE "C" PRIMARY KEY,
    version    integer NOT NULL CHECK (version >= 1),
    valid_from date    NOT NULL,
    valid_to   date
);

-- The last simulation of each rule set: its sums, and every filing that would change.
CREATE TABLE simulation (
    id       uuid        PRIMARY KEY,
    version  text        NOT NULL,
    from_at  timestamptz NOT NULL,
    to_at    timestamptz NOT NULL,
    run_by   text        NOT NULL,
    run_at   timestamptz NOT NULL,
    result   text        NOT NULL
);
CREATE INDEX simulation_version ON simulation (version);
CREATE TABLE simulation_filing (
    simulation_id      uuid          NOT NULL,
    assessment_id      uuid          NOT NULL,
    pre_declaration_id uuid          NOT NULL,
    uscc               text          NOT NULL,
    rebate_cny         numeric(18,2) NOT NULL,
    score              smallint      NOT NULL,
    new_score          smallint      NOT NULL,
    grade              text          NOT NULL,
    new_grade          text          NOT NULL,
    channel            text          NOT NULL, -- empty without a policy
    new_channel        text          NOT NULL,
    hits               text          NOT NULL, -- ids of the rules, by commas
    PRIMARY KEY (simulation_id, assessment_id)
);
CREATE INDEX simulation_filing_rebate
    ON simulation_filing (simulation_id, rebate_cny DESC, assessment_id);
