-- The prefixes of a value are looked up among the keys in force, by equality of their bytes.
CREATE INDEX watchlist_in_force_key ON watchlist_in_force (kind, key COLLATE "C");
