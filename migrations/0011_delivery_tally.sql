-- What the bodies of a bot's deliveries take, so that nobody counts rows: what is written adds to it in
-- the same transaction, see store/delivered.rs, and the trigger takes off what goes, also with its update.
CREATE TABLE delivery_tally (
    bot   INTEGER PRIMARY KEY REFERENCES bot_instance (key) ON DELETE CASCADE,
    bytes INTEGER NOT NULL                          -- of answers, and of requests with a body of their own
) STRICT;
INSERT INTO delivery_tally (bot, bytes)
    SELECT bot, sum(length(response_body) + coalesce(length(request_body), 0)) FROM delivery_attempt GROUP BY bot;

CREATE TRIGGER delivery_attempt_gone AFTER DELETE ON delivery_attempt
WHEN length(OLD.response_body) > 0 OR OLD.request_body IS NOT NULL
BEGIN
    UPDATE delivery_tally
    SET bytes = bytes - length(OLD.response_body) - coalesce(length(OLD.request_body), 0)
    WHERE bot = OLD.bot;
END;
