-- Updates that Telegram did not send: made in the composer, or read from a file.

-- 0 from Telegram, 1 composed, 2 imported. No CHECK and no index: adding one reads every row there is.
ALTER TABLE telegram_update ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;

-- Where this bot's fixtures are; NULL is the folder beside the database.
ALTER TABLE bot_instance ADD COLUMN fixtures_folder TEXT;
