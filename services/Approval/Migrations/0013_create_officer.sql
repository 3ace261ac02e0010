-- The evaluation post.
ALTER TABLE approval_case DROP CONSTRAINT approval_case_post_check;
ALTER TABLE approval_case ADD CONSTRAINT approval_case_post_check CHECK (post IN
    ('REVIEW', 'EVALUATION', 'RE_REVIEW', 'APPROVAL'));
ALTER TABLE case_actor DROP CONSTRAINT case_actor_post_check;
ALTER TABLE case_actor ADD CONSTRAINT case_actor_post_check CHECK (post IN
    ('REVIEW', 'EVALUATION', 'RE_REVIEW', 'APPROVAL'));

-- Segregation of duties beside the key of case_actor: nobody decides what the same person proposed.
ALTER TABLE approval_case ADD CONSTRAINT approval_case_two_people
    CHECK (proposal_by <> decided_by);

-- Nobody holds a case on one post who has acted on another of its posts, whatever a program asks.
CREATE FUNCTION refuse_two_posts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM case_actor a WHERE a.case_id = NEW.case_id
            AND a.officer = NEW.claimed_by AND a.post <> NEW.post) THEN
        RAISE EXCEPTION '% has acted on another post of case %', NEW.claimed_by, NEW.case_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_case_one_post';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER approval_case_one_post
    BEFORE UPDATE OF claimed_by ON approval_case
    FOR EACH ROW WHEN (NEW.claimed_by IS NOT NULL)
    EXECUTE FUNCTION refuse_two_posts();

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

-- What an officer holds at the moment.
CREATE INDEX approval_case_holder ON approval_case (tax_authority, claimed_by)
    WHERE state = 'CLAIMED';
