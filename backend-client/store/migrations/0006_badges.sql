-- Staff badges of the district; sealed, so that nobody puts a badge of their own beside them.
CREATE TABLE badges (
    number TEXT PRIMARY KEY,
    pass   INTEGER NOT NULL,            -- of reading all changes anew
    badge  BLOB NOT NULL                -- sealed
) STRICT, WITHOUT ROWID;
