-- The requests that brought the updates: see domain/head.rs.

-- What many requests have in common, each once; secrets masked.
CREATE TABLE update_head (
    key     INTEGER PRIMARY KEY,
    headers TEXT    NOT NULL UNIQUE CHECK (json_valid(headers))
) STRICT;

-- Its key; NULL where none is known, or where all of it is in own_headers. No reference: the table only
-- grows, and has few rows.
ALTER TABLE telegram_update ADD COLUMN head INTEGER;
-- What that request alone had, as JSON; NULL where there was nothing.
ALTER TABLE telegram_update ADD COLUMN own_headers TEXT;
-- The address that it came from: 4 bytes, or 16.
ALTER TABLE telegram_update ADD COLUMN source BLOB;

-- Those that failed, in the order of the updates, so that a page of them is read without the rest.
CREATE INDEX delivery_attempt_failed_update ON delivery_attempt (bot, seq) WHERE delivered = 0;
