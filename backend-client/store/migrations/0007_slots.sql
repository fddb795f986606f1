-- Times leased to this kiosk: what nobody books goes back, and only by this kiosk's own word.
CREATE TABLE slots (
    slot      TEXT PRIMARY KEY,
    lease     INTEGER NOT NULL,
    calendar  TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,
    until     INTEGER NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('free', 'booked', 'returned')),
    holder    BLOB,                    -- look-up key of who booked it
    entry     TEXT NOT NULL            -- as the backend gave it, JSON; no personal data
) STRICT, WITHOUT ROWID;
CREATE INDEX slots_of_holder ON slots (holder) WHERE holder IS NOT NULL;

-- The hall's queue: this machine gives the numbers out, so they need no network.
CREATE TABLE tickets (
    day       TEXT NOT NULL,
    service   TEXT NOT NULL,
    place     INTEGER NOT NULL,        -- count of the day and service
    number    TEXT NOT NULL,
    priority  TEXT NOT NULL CHECK (priority IN ('ordinary', 'first', 'appointment')),
    taken_at  INTEGER NOT NULL,
    called    INTEGER NOT NULL DEFAULT 0, -- 0: waits; else the how manyth call of the day
    PRIMARY KEY (day, service, place)
) STRICT, WITHOUT ROWID;
