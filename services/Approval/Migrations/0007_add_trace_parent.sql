-- Trace of the filing, so that the officer's decision continues it; null without tracing.
ALTER TABLE case_attempt ADD COLUMN trace_parent text;
