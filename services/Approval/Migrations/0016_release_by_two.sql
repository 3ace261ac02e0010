-- A large amount that is released after the approval needs two people, in the data too.
ALTER TABLE case_hold ADD COLUMN release_proposed_by text,
    ADD CONSTRAINT case_hold_two_people CHECK (released_by <> release_proposed_by);
ALTER TABLE case_letter ADD COLUMN reply_proposed_by text,
    ADD CONSTRAINT case_letter_two_people
        CHECK (reply IS DISTINCT FROM 'NORMAL' OR answered_by <> reply_proposed_by);
