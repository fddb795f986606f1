-- Cases told apart by class and place, whose limits may be hours, and that several people may have told of.
ALTER TABLE communities ADD COLUMN region TEXT; -- code of the place (assets/regions)
CREATE UNIQUE INDEX communities_by_region ON communities (region) WHERE region IS NOT NULL;

ALTER TABLE cases ADD COLUMN class TEXT NOT NULL DEFAULT '';  -- small class of GB/T 30428.2, as the catalogue has it
ALTER TABLE cases ADD COLUMN place TEXT NOT NULL DEFAULT '';  -- code of the building it is about
ALTER TABLE cases ADD COLUMN step_yellow_at INTEGER;          -- of a step that is counted in hours
CREATE INDEX cases_of_class ON cases (community, accepted_at) WHERE class <> '' AND closed_at IS NULL;
CREATE INDEX cases_with_class ON cases (accepted_at) WHERE class <> '';

ALTER TABLE case_steps ADD COLUMN hours INTEGER NOT NULL DEFAULT 0;      -- instead of days
ALTER TABLE case_steps ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;     -- hours by night and on free days too
ALTER TABLE case_steps ADD COLUMN department TEXT NOT NULL DEFAULT '';   -- whose work it is, where that is not the item's own

-- Who told of a case that somebody else had told of before.
CREATE TABLE seconders (
    case_number TEXT NOT NULL REFERENCES cases (number),
    card        TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (case_number, card)
) STRICT, WITHOUT ROWID;
CREATE INDEX seconders_by_card ON seconders (card);

-- Other programs that may tell of faults (Open311); of a key only its digest is kept.
CREATE TABLE report_keys (
    name     TEXT PRIMARY KEY,
    digest   BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    window   INTEGER NOT NULL DEFAULT 0, -- the minute that `count` is of
    count    INTEGER NOT NULL DEFAULT 0,
    made_at  INTEGER NOT NULL
) STRICT;
