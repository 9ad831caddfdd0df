-- The greatest update_id that a bot was given by us and not by Telegram: in a replay with a new number,
-- in an edited one, in an update that was composed. None is given twice, also when the update is gone.
CREATE TABLE given_update_id (
    bot  INTEGER PRIMARY KEY REFERENCES bot_instance (key) ON DELETE CASCADE,
    last INTEGER NOT NULL
) STRICT;
