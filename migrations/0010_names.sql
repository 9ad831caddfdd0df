-- Names that a bot's chats and users have had, folded, so that a search by a part of one begins with whose
-- it is: see store/names.rs. It follows behind the updates with the index.
CREATE TABLE peer_name (
    bot   INTEGER NOT NULL REFERENCES bot_instance (key) ON DELETE CASCADE,
    whose INTEGER NOT NULL,                         -- 0 a chat's, 1 a user's
    id    INTEGER NOT NULL,                         -- Telegram's; 0 where an update has a name and no number
    name  TEXT    NOT NULL,
    PRIMARY KEY (bot, whose, id, name)
) STRICT, WITHOUT ROWID;

-- The greatest seq that the index had known before there were names: of updates up to there the table says
-- nothing.
ALTER TABLE update_follow ADD COLUMN unnamed INTEGER NOT NULL DEFAULT 0;
UPDATE update_follow SET unnamed = seq;
