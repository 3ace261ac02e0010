-- Reports add these rows up. They are written in the transactions that change cases; every few
-- minutes the rows of a day are folded into one, whose sums say the same (Reports/FoldReports.cs).

-- Decisions. A later approval of what was withheld is a row of no case.
CREATE TABLE report_decision (
    decided_on       date           NOT NULL,
    tax_authority    text           NOT NULL,
    channel          text           NOT NULL,
    enterprise_class smallint       NOT NULL,
    decision         text           NOT NULL,
    started_on       date           NOT NULL,
    stops            text           NOT NULL,
    cases            integer        NOT NULL,
    claimed_cny      numeric(20, 2) NOT NULL,
    approved_cny     numeric(20, 2) NOT NULL,
    folded           boolean        NOT NULL DEFAULT false
);
CREATE INDEX report_decision_day ON report_decision (decided_on, tax_authority);
CREATE INDEX report_decision_single ON report_decision (decided_on) WHERE NOT folded;

-- Officers' actions.
CREATE TABLE report_action (
    acted_on      date    NOT NULL,
    tax_authority text    NOT NULL,
    officer       text    NOT NULL,
    post          text    NOT NULL,
    action        text    NOT NULL,
    actions       integer NOT NULL,
    folded        boolean NOT NULL DEFAULT false
);
CREATE INDEX report_action_day ON report_action (acted_on, tax_authority);
CREATE INDEX report_action_single ON report_action (acted_on) WHERE NOT folded;

-- Cases that wait or are worked on: what came to the backlog less what left it.
CREATE TABLE report_backlog (
    tax_authority text           NOT NULL,
    due_on        date           NOT NULL,
    channel       text           NOT NULL,
    post          text           NOT NULL,
    cases         integer        NOT NULL,
    rebate_cny    numeric(22, 2) NOT NULL,
    folded        boolean        NOT NULL DEFAULT false
);
CREATE INDEX report_backlog_due ON report_backlog (tax_authority, due_on);
CREATE INDEX report_backlog_single ON report_backlog (tax_authority, due_on) WHERE NOT folded;

-- Many statements open, move, close and reopen cases. Whatever they do, the backlog follows: one
-- small row for all cases of a statement, and none when nothing came of it, as of a claim.
CREATE FUNCTION note_backlog() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO report_backlog (tax_authority, due_on, channel, post, cases, rebate_cny)
        SELECT tax_authority, due_on, channel, post, count(*), sum(rebate_due_cny)
        FROM came WHERE state IN ('WAITING', 'CLAIMED') GROUP BY 1, 2, 3, 4;
    ELSE
        INSERT INTO report_backlog (tax_authority, due_on, channel, post, cases, rebate_cny)
        SELECT tax_authority, due_on, channel, post, sum(n), sum(n * rebate_due_cny)
        FROM (
            SELECT 1 AS n, tax_authority, due_on, channel, post, rebate_due_cny
            FROM came WHERE state IN ('WAITING', 'CLAIMED')
            UNION ALL
            SELECT -1, tax_authority, due_on, channel, post, rebate_due_cny
            FROM went WHERE state IN ('WAITING', 'CLAIMED')) AS moved
        GROUP BY 1, 2, 3, 4
        HAVING sum(n) <> 0 OR sum(n * rebate_due_cny) <> 0;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER backlog_of_opened AFTER INSERT ON approval_case
    REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION note_backlog();
CREATE TRIGGER backlog_of_changed AFTER UPDATE ON approval_case
    REFERENCING NEW TABLE AS came OLD TABLE AS went
    FOR EACH STATEMENT EXECUTE FUNCTION note_backlog();
