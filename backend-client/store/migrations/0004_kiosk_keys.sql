-- What slips of other kiosks are checked with; sealed, so that nobody puts a key of their own beside them.
CREATE TABLE kiosk_keys (
    kiosk TEXT NOT NULL,
    key   TEXT NOT NULL,
    pass  INTEGER NOT NULL,             -- of reading all changes anew
    entry BLOB NOT NULL,                -- sealed
    PRIMARY KEY (kiosk, key)
) STRICT, WITHOUT ROWID;
