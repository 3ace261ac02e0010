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
