-- Every opening asks for the enterprise's enrolment of the day, ended ones with days to go
-- included.
CREATE INDEX enrolment_of_enterprise ON enrolment (uscc) WHERE approved_by IS NOT NULL;
