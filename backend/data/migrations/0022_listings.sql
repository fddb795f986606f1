-- What is open to everybody, in versions: one person proposes, another approves; what was published stays readable for as long as files are kept.
CREATE TABLE listings (
    id          TEXT NOT NULL,
    version     INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('proposed', 'published', 'replaced', 'gone')),
    community   TEXT,             -- only for kiosks of this community; for all when NULL
    content     TEXT NOT NULL,    -- JSON of the listing, without counts
    case_number TEXT,             -- that it came from
    proposed_by TEXT NOT NULL,    -- user; empty for the rules themselves
    proposed_at INTEGER NOT NULL,
    approved_by TEXT NOT NULL DEFAULT '',
    approved_at INTEGER,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX listings_published ON listings (id) WHERE state = 'published';
CREATE UNIQUE INDEX listings_proposed ON listings (id) WHERE state = 'proposed';
CREATE INDEX listings_of_case ON listings (case_number) WHERE case_number IS NOT NULL;

-- Set by card, each once a resident. What was answered is not here.
CREATE TABLE marks (
    listing  TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('second', 'answer', 'sign_up', 'sign_in', 'sign_out')),
    resident TEXT NOT NULL REFERENCES residents (id),
    at       INTEGER NOT NULL,    -- when it was set at the kiosk
    kiosk    TEXT NOT NULL,
    PRIMARY KEY (listing, kind, resident)
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_of_resident ON marks (resident);

-- Answers to surveys, counted and never by whom.
CREATE TABLE tallies (
    listing  TEXT NOT NULL,
    question TEXT NOT NULL,
    option   TEXT NOT NULL,
    chosen   INTEGER NOT NULL,
    PRIMARY KEY (listing, question, option)
) STRICT, WITHOUT ROWID;

-- What other registers hold about a resident, as they last said.
CREATE TABLE registers (
    resident TEXT NOT NULL REFERENCES residents (id),
    kind     TEXT NOT NULL,
    as_of    INTEGER NOT NULL,
    content  TEXT NOT NULL,       -- JSON
    PRIMARY KEY (resident, kind)
) STRICT, WITHOUT ROWID;

-- Yearly proofs (life proof): by card and PIN at a kiosk.
CREATE TABLE proofs (
    resident TEXT NOT NULL REFERENCES residents (id),
    kind     TEXT NOT NULL,       -- of the register
    at       INTEGER NOT NULL,
    PRIMARY KEY (resident, kind, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE certificates (
    number         TEXT PRIMARY KEY,
    resident       TEXT NOT NULL REFERENCES residents (id),
    kind           TEXT NOT NULL,
    register_as_of INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    kiosk          TEXT NOT NULL
) STRICT, WITHOUT ROWID;
