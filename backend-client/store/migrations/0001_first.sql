-- What must reach the backend. `holder` is a keyed digest of the card's serial, `body` is sealed; both are personal data.
CREATE TABLE outbox (
    place       INTEGER PRIMARY KEY,   -- order of handing in; the wall clock has no say in it
    id          TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    receipt     TEXT NOT NULL,
    holder      BLOB,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'received', 'parked')),
    code        TEXT NOT NULL DEFAULT '',
    reference   TEXT NOT NULL DEFAULT '',
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    settled_at  INTEGER,
    digest      BLOB NOT NULL,         -- keyed digest of kind and body, so that a repeated id can be judged after wiping
    body        BLOB                   -- NULL once it has lived its time
) STRICT;
CREATE INDEX outbox_waiting ON outbox (place) WHERE state = 'waiting';
CREATE INDEX outbox_parked ON outbox (place) WHERE state = 'parked';
CREATE INDEX outbox_to_wipe ON outbox (settled_at) WHERE state = 'received' AND body IS NOT NULL;
CREATE INDEX outbox_holder ON outbox (holder, place) WHERE holder IS NOT NULL;

-- Purse payments. `facts` is sealed: lines, card, terminal, numbers, TAC.
CREATE TABLE journal (
    place      INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    receipt    TEXT NOT NULL,
    holder     BLOB NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('intended', 'debiting', 'paid', 'not_paid', 'unresolved')),
    code       TEXT NOT NULL DEFAULT '',
    amount     INTEGER NOT NULL CHECK (amount > 0),
    day        TEXT NOT NULL,          -- local day, YYYYMMDD
    unsent     INTEGER NOT NULL DEFAULT 1 CHECK (unsent IN (0, 1)),
    created_at INTEGER NOT NULL,
    settled_at INTEGER,
    facts      BLOB                    -- NULL once it has lived its time
) STRICT;
CREATE INDEX journal_open ON journal (state, place) WHERE state IN ('intended', 'debiting', 'unresolved');
CREATE INDEX journal_holder ON journal (holder, place) WHERE facts IS NOT NULL;
CREATE INDEX journal_torn ON journal (holder, place) WHERE state = 'unresolved';
CREATE INDEX journal_day ON journal (day, holder) WHERE state IN ('debiting', 'paid', 'unresolved');
CREATE INDEX journal_unsent ON journal (holder) WHERE unsent = 1 AND state IN ('debiting', 'paid', 'unresolved');
CREATE INDEX journal_to_wipe ON journal (settled_at) WHERE facts IS NOT NULL AND state IN ('paid', 'not_paid');

CREATE TABLE audit (
    number  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    event   TEXT NOT NULL,
    subject TEXT NOT NULL,
    digest  BLOB,                      -- of what was added
    chain   BLOB NOT NULL              -- SHA-256 over the chain before and all of this row
) STRICT;

CREATE TABLE catalogue (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL,
    etag    TEXT NOT NULL,
    as_of   INTEGER NOT NULL,
    bundle  TEXT NOT NULL
) STRICT;

CREATE TABLE holders (
    holder   BLOB PRIMARY KEY,
    kept_at  INTEGER NOT NULL,
    record   BLOB NOT NULL             -- sealed
) STRICT, WITHOUT ROWID;
CREATE INDEX holders_kept_at ON holders (kept_at);

CREATE TABLE notices (
    id           TEXT PRIMARY KEY,
    published_at TEXT NOT NULL,
    ends_on      TEXT NOT NULL,
    pass         INTEGER NOT NULL,      -- of reading all changes anew; older ones are gone at its end
    notice       TEXT NOT NULL
) STRICT;

CREATE TABLE black_list (
    holder BLOB PRIMARY KEY,
    pass   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
    day  TEXT PRIMARY KEY,             -- kiosk and local day
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
    place    INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('open', 'obeyed', 'reported')),
    taken_at INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_unfinished ON orders (state, place) WHERE state <> 'reported';
