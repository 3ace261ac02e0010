-- Drafts that judge beside the set in force, assessments that wait for them, and what they said.
CREATE TABLE rule_set_shadow (
    version    text        PRIMARY KEY REFERENCES rule_set_draft (version),
    started_by text        NOT NULL,
    started_at timestamptz NOT NULL
);
CREATE TABLE shadow_due (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version       text   NOT NULL,
    assessment_id uuid   NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE TABLE shadow_comparison (
    version    text          NOT NULL,
    grade      text          NOT NULL,
    new_grade  text          NOT NULL,
    filings    bigint        NOT NULL,
    rebate_cny numeric(24,2) NOT NULL,
    PRIMARY KEY (version, grade, new_grade)
);

-- How a draft in shadow and the set in force agree, rule by rule: filings that both hit, or one of
-- them alone; a rule that hit in neither has no row. Beside shadow_comparison, and kept with it.
CREATE TABLE shadow_rule (
    version     text   NOT NULL,
    rule_id     text   NOT NULL,
    both_sets   bigint NOT NULL,
    only_active bigint NOT NULL,
    only_shadow bigint NOT NULL,
    PRIMARY KEY (version, rule_id)
);

-- Channels that were forecast by both, as long as Approval has told of a policy.
CREATE TABLE shadow_channel (
    version     text          NOT NULL,
    channel     text          NOT NULL,
    new_channel text          NOT NULL,
    filings     bigint        NOT NULL,
    rebate_cny  numeric(24,2) NOT NULL,
    PRIMARY KEY (version, channel, new_channel)
);
