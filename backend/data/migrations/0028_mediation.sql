-- Both sides of a mediation, the times laid before them, and what they are asked to agree to.
CREATE TABLE mediations (
    case_number TEXT PRIMARY KEY REFERENCES cases (number),
    offered     TEXT NOT NULL DEFAULT '[]',  -- JSON, local times to choose from
    agreement   TEXT NOT NULL DEFAULT '',
    proposed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE mediation_sides (
    case_number TEXT NOT NULL REFERENCES cases (number),
    card        TEXT NOT NULL,
    asked       INTEGER NOT NULL,            -- 1: handed the case in
    times       TEXT,                        -- JSON, of those offered; NULL: not chosen yet
    accepted_at INTEGER,                     -- the agreement, with card and PIN
    PRIMARY KEY (case_number, card)
) STRICT, WITHOUT ROWID;
CREATE INDEX mediation_sides_of_card ON mediation_sides (card) WHERE asked = 0;
