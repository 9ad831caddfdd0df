-- What a bot says in its answers to what was held, and bots that are on their way out.

-- A method call in the answer to a held update: Telegram had its 200 long before, so it was made here.
CREATE TABLE delivery_call (
    attempt INTEGER PRIMARY KEY REFERENCES delivery_attempt (id) ON DELETE CASCADE,
    method  TEXT NOT NULL,
    state   TEXT NOT NULL,                          -- what became of it, see domain/answer_call.rs
    detail  TEXT                                    -- in Telegram's words
) STRICT;
-- Those that a run which ended in the middle has left behind.
CREATE INDEX delivery_call_open ON delivery_call (attempt) WHERE state IN ('sending', 'waiting');

-- 0 or 1; removed by the user, and its rows go in small steps. No CHECK, as for `pinned`.
ALTER TABLE bot_instance ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;
