-- Forms half filled in; sealed, found only by whoever has the card's serial.
CREATE TABLE drafts (
    holder  BLOB NOT NULL,
    item    TEXT NOT NULL,             -- code of the item in the catalogue
    kept_at INTEGER NOT NULL,
    draft   BLOB NOT NULL,             -- sealed
    PRIMARY KEY (holder, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_kept_at ON drafts (kept_at);
