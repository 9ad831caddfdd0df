-- What is passed on to the local bot: where to, what waits, and how every delivery went.

-- How a bot's updates are passed on. No row: they are recorded only.
CREATE TABLE delivery_setting (
    bot    INTEGER PRIMARY KEY REFERENCES bot_instance (key) ON DELETE CASCADE,
    mode   TEXT    NOT NULL CHECK (mode IN ('relay', 'hold', 'record')),
    limits TEXT    NOT NULL CHECK (json_valid(limits))
) STRICT;

-- Where to. The secret token, own headers and a URL with a token in it are in the keyring.
CREATE TABLE delivery_target (
    key         INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE,            -- UUID, hyphenated: names the keyring's entry
    bot         INTEGER NOT NULL REFERENCES bot_instance (key) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    url         TEXT    NOT NULL,                   -- tokens masked
    answers     INTEGER NOT NULL CHECK (answers IN (0, 1)), -- whose answer Telegram gets
    has_secrets INTEGER NOT NULL CHECK (has_secrets IN (0, 1)),
    certificate TEXT                                -- SHA-256 of one that is accepted, hex
) STRICT;
CREATE INDEX delivery_target_by_bot ON delivery_target (bot);

-- What is not delivered yet, or will not be.
CREATE TABLE held_delivery (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,     -- never used twice: the queue reads on from the last
    target   INTEGER NOT NULL REFERENCES delivery_target (key) ON DELETE CASCADE,
    seq      INTEGER NOT NULL REFERENCES telegram_update (seq) ON DELETE CASCADE,
    lane     TEXT    NOT NULL,                      -- what is delivered in order, see domain/lane.rs
    origin   TEXT    NOT NULL CHECK (origin IN ('hold', 'relay', 'again')),
    state    TEXT    NOT NULL CHECK (state IN ('waiting', 'aside', 'expired')),
    tries    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (seq, target)
) STRICT;
CREATE INDEX held_delivery_by_target ON held_delivery (target, state);

-- Every delivery: request, answer, and how long each phase took.
CREATE TABLE delivery_attempt (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    seq              INTEGER NOT NULL REFERENCES telegram_update (seq) ON DELETE CASCADE,
    bot              INTEGER NOT NULL REFERENCES bot_instance (key) ON DELETE CASCADE,
    target           INTEGER REFERENCES delivery_target (key) ON DELETE SET NULL,
    url              TEXT    NOT NULL,              -- tokens masked
    at               INTEGER NOT NULL,              -- Unix milliseconds
    kind             TEXT    NOT NULL CHECK (kind IN ('relay', 'hold', 'again', 'replay')),
    replay_of        INTEGER,                       -- the attempt that a replay stands beside
    status           INTEGER,                       -- of the answer, where there was one
    trouble          TEXT,                          -- why it failed
    detail           TEXT,
    certificate      TEXT,                          -- SHA-256 of one that was not trusted, hex
    phases           TEXT    NOT NULL CHECK (json_valid(phases)), -- microseconds
    request_headers  TEXT    NOT NULL CHECK (json_valid(request_headers)), -- secrets masked
    request_body     BLOB,                          -- where it was not the update's own
    response_headers TEXT    NOT NULL CHECK (json_valid(response_headers)),
    response_body    BLOB    NOT NULL,
    response_size    INTEGER NOT NULL,              -- bytes read, of which response_body keeps the first
    delivered        INTEGER NOT NULL CHECK (delivered IN (0, 1))
) STRICT;
CREATE INDEX delivery_attempt_by_update ON delivery_attempt (seq);
CREATE INDEX delivery_attempt_by_bot ON delivery_attempt (bot);
CREATE INDEX delivery_attempt_by_target ON delivery_attempt (target);
CREATE INDEX delivery_attempt_failed ON delivery_attempt (bot) WHERE delivered = 0;
