-- Webhooks that keep themselves right: what was registered, what happened, and what was there before.

-- The user leaves this bot alone for now, and so do we.
ALTER TABLE bot_instance ADD COLUMN paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1));

-- The last registration that Telegram confirmed, with its wishes, so that the same one can be made again.
CREATE TABLE webhook_registration (
    bot           INTEGER PRIMARY KEY REFERENCES bot_instance (key) ON DELETE CASCADE,
    registered_at INTEGER NOT NULL,                 -- Unix milliseconds
    options       TEXT    NOT NULL CHECK (json_valid(options)) -- without the secret token, which is in the keyring
) STRICT;

-- Telegram forgets its errors at every setWebhook; this does not.
CREATE TABLE webhook_event (
    seq     INTEGER PRIMARY KEY,
    bot     INTEGER NOT NULL REFERENCES bot_instance (key) ON DELETE CASCADE,
    at      INTEGER NOT NULL,                       -- Unix milliseconds
    kind    TEXT    NOT NULL,                       -- what happened
    cause   TEXT,                                   -- why it was done
    url     TEXT,                                   -- tokens masked
    pending INTEGER,                                -- updates that waited at Telegram
    code    TEXT,                                   -- of the error, where there was one
    message TEXT,
    detail  TEXT
) STRICT;
CREATE INDEX webhook_event_by_bot ON webhook_event (bot);

-- Pending updates over time, one row a check.
CREATE TABLE webhook_sample (
    bot     INTEGER NOT NULL REFERENCES bot_instance (key) ON DELETE CASCADE,
    at      INTEGER NOT NULL,                       -- Unix milliseconds
    pending INTEGER NOT NULL,
    PRIMARY KEY (bot, at)
) STRICT, WITHOUT ROWID;

-- Somebody else's webhook that ours took the place of, until it is put back.
CREATE TABLE webhook_lease (
    bot                    INTEGER PRIMARY KEY REFERENCES bot_instance (key) ON DELETE CASCADE,
    taken_at               INTEGER NOT NULL,        -- Unix milliseconds
    url                    TEXT    NOT NULL,        -- theirs, tokens masked; the whole is in the keyring
    max_connections        INTEGER,
    allowed_updates        TEXT CHECK (allowed_updates IS NULL OR json_valid(allowed_updates)),
    ip_address             TEXT,
    has_custom_certificate INTEGER NOT NULL CHECK (has_custom_certificate IN (0, 1)),
    certificate_pem        TEXT,                    -- as the user supplied it; the secret token is in the keyring
    state                  TEXT    NOT NULL CHECK (state IN ('held', 'returning'))
) STRICT;
