-- How much of what came in is kept.

-- 0 or 1; kept whatever the limits say. No CHECK, since adding one reads every row there is.
ALTER TABLE telegram_update ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;

-- A bot's own limits; a bot without a row has the defaults. NULL is no limit of that sort.
CREATE TABLE retention (
    bot         INTEGER PRIMARY KEY REFERENCES bot_instance (key) ON DELETE CASCADE,
    max_updates INTEGER,
    max_days    INTEGER,
    max_bytes   INTEGER
) STRICT;

-- What is stored of each bot, changed in the transaction that stores or removes it, so that nobody
-- counts rows.
CREATE TABLE update_tally (
    bot          INTEGER PRIMARY KEY REFERENCES bot_instance (key) ON DELETE CASCADE,
    updates      INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,                  -- of their bodies
    pinned       INTEGER NOT NULL,                  -- how many of them are pinned
    pinned_bytes INTEGER NOT NULL,
    last_at      INTEGER                            -- when the last one arrived, Unix milliseconds
) STRICT;
INSERT INTO update_tally (bot, updates, bytes, pinned, pinned_bytes, last_at)
    SELECT bot, count(*), sum(length(body)), 0, 0, max(received_at) FROM telegram_update GROUP BY bot;

-- The greatest seq that was removed: none is given twice, also when the newest rows are gone.
CREATE TABLE update_mark (seq INTEGER NOT NULL) STRICT;
INSERT INTO update_mark (seq) VALUES (0);
