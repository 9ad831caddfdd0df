-- The inbox: found, jumped in, counted, noted. What is here besides notes and views follows behind the
-- updates, in steps, so that an arriving one pays for none of it: see store/follow.rs.

-- Grams of what a person sees, and words for bot, kind, chat and user: see store/terms.rs. It keeps no
-- text and no places in it, for what it finds is looked at again in the update itself.
CREATE VIRTUAL TABLE update_index USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- The greatest seq that the index and all the tables below know of.
CREATE TABLE update_follow (seq INTEGER NOT NULL) STRICT;
INSERT INTO update_follow (seq) VALUES (0);

-- A bot's updates in stretches of about a thousand: a ladder to jump on, and to find a time with.
-- Without a reference, since a removed bot's stretches (bot = -1) say what is to be taken out of the
-- index.
CREATE TABLE update_rung (
    bot    INTEGER NOT NULL,
    first  INTEGER NOT NULL,                        -- seq
    last   INTEGER NOT NULL,                        -- seq
    made   INTEGER NOT NULL,                        -- updates that were put in
    left   INTEGER NOT NULL,                        -- of which are still there
    oldest INTEGER NOT NULL,                        -- least received_at
    newest INTEGER NOT NULL,                        -- greatest received_at
    PRIMARY KEY (bot, first)
) STRICT, WITHOUT ROWID;

-- How many of each kind a bot has, among those that the index knows of.
CREATE TABLE update_kind (
    bot     INTEGER NOT NULL REFERENCES bot_instance (key) ON DELETE CASCADE,
    kind    TEXT    NOT NULL,
    updates INTEGER NOT NULL,
    PRIMARY KEY (bot, kind)
) STRICT, WITHOUT ROWID;

-- Which updates are pinned, so that few are found among many. telegram_update.pinned says more: 1 is
-- pinned, 2 has a note, 3 is both.
CREATE TABLE pinned_update (
    seq INTEGER PRIMARY KEY REFERENCES telegram_update (seq) ON DELETE CASCADE,
    bot INTEGER NOT NULL
) STRICT;
INSERT INTO pinned_update (seq, bot)
    SELECT seq, bot FROM telegram_update
    WHERE bot IN (SELECT bot FROM update_tally WHERE pinned > 0) AND pinned <> 0;

-- What the reader wrote beside an update, which keeps it as a pin does.
CREATE TABLE update_note (
    seq  INTEGER PRIMARY KEY REFERENCES telegram_update (seq) ON DELETE CASCADE,
    bot  INTEGER NOT NULL,
    note TEXT    NOT NULL
) STRICT;

-- Queries with names.
CREATE TABLE inbox_view (
    id    TEXT    NOT NULL PRIMARY KEY,             -- UUID, hyphenated
    name  TEXT    NOT NULL,
    query TEXT    NOT NULL,
    bot   INTEGER REFERENCES bot_instance (key) ON DELETE CASCADE -- none: of all
) STRICT;
CREATE INDEX inbox_view_by_bot ON inbox_view (bot);
