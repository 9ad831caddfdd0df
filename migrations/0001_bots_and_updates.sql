-- Bots, how each platform is reached, and what Telegram sent.
-- Times are RFC 3339 text in UTC where a person may read them, Unix milliseconds where there are many.

CREATE TABLE bot_instance (
    key        INTEGER PRIMARY KEY,                 -- short, for the rows that are many
    id         TEXT    NOT NULL UNIQUE,             -- UUID, hyphenated
    name       TEXT    NOT NULL,
    created_at TEXT    NOT NULL
) STRICT;

CREATE TABLE bot_platform_credential (
    id                   TEXT    NOT NULL PRIMARY KEY,  -- UUID, hyphenated
    bot_id               TEXT    NOT NULL REFERENCES bot_instance (id) ON DELETE CASCADE,
    platform             TEXT    NOT NULL,              -- 'telegram'
    credentials          TEXT    NOT NULL CHECK (json_valid(credentials)), -- settings; secrets are in the keyring
    webhook_url          TEXT,
    webhook_last_checked TEXT,
    webhook_auto_refresh INTEGER NOT NULL DEFAULT 1 CHECK (webhook_auto_refresh IN (0, 1)),
    UNIQUE (bot_id, platform)
) STRICT;

CREATE TABLE telegram_update (
    seq         INTEGER PRIMARY KEY,                -- order of arrival, over all bots
    bot         INTEGER NOT NULL REFERENCES bot_instance (key) ON DELETE CASCADE,
    update_id   INTEGER NOT NULL,
    received_at INTEGER NOT NULL,                   -- Unix milliseconds
    kind        TEXT    NOT NULL,
    chat_id     INTEGER,
    chat        TEXT,
    user_id     INTEGER,
    who         TEXT,
    summary     TEXT    NOT NULL,
    body        BLOB    NOT NULL                    -- the bytes as they came
) STRICT;

-- Telegram may deliver an update again when our answer was lost (Bot API: Update.update_id).
CREATE UNIQUE INDEX telegram_update_once ON telegram_update (bot, update_id);
-- Ends in the row's seq, so it gives a bot's updates in order of arrival.
CREATE INDEX telegram_update_by_bot ON telegram_update (bot);

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
