-- Forms half filled in, on their way between kiosks. Nobody at the district reads them: sealed under a key of the card's own.
CREATE TABLE drafts (
    card    TEXT NOT NULL,
    item    TEXT NOT NULL,             -- code of the item in the catalogue
    kept_at INTEGER NOT NULL,          -- last written or thrown away
    kiosk   TEXT NOT NULL,             -- where
    draft   BLOB,                      -- sealed; NULL: thrown away or handed in
    PRIMARY KEY (card, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_by_age ON drafts (kept_at);
