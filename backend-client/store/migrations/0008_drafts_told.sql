-- Drafts travel: a card's other kiosks have them through the backend.
CREATE TABLE drafts_that_travel (
    holder  BLOB NOT NULL,
    item    TEXT NOT NULL,             -- code of the item in the catalogue
    kept_at INTEGER NOT NULL,          -- last written or thrown away, here or elsewhere
    here_at INTEGER NOT NULL,          -- since when this machine has this wording: what it may keep so long
    draft   BLOB,                      -- sealed; NULL: thrown away or handed in, which the backend has not heard yet
    told    INTEGER NOT NULL,          -- the backend has it as it is here
    card    BLOB,                      -- sealed serial, while the backend is to hear of it without the card; NULL: only when the card is here again
    PRIMARY KEY (holder, item)
) STRICT, WITHOUT ROWID;
INSERT INTO drafts_that_travel (holder, item, kept_at, here_at, draft, told) SELECT holder, item, kept_at, kept_at, draft, 0 FROM drafts;
DROP TABLE drafts;
ALTER TABLE drafts_that_travel RENAME TO drafts;
CREATE INDEX drafts_here_at ON drafts (here_at);
CREATE INDEX drafts_to_tell ON drafts (kept_at) WHERE card IS NOT NULL;
