-- Whether the sweep over the live filings that is under way, or the last one, found any that others
-- judged. Another one follows then: a pass is over when after_id is null and has_found is false.
ALTER TABLE reassessment_pass ADD COLUMN has_found boolean NOT NULL DEFAULT false;

-- A pass that counts as done may have left filings out, taken by an instance that did not judge
-- them.
UPDATE reassessment_pass SET has_found = true;
