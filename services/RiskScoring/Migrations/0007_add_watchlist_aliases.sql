-- Other names under which the enterprise, supplier or person of an entry is known.
ALTER TABLE watchlist_version ADD COLUMN aliases text[] NOT NULL DEFAULT '{}';
