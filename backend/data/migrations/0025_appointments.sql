-- Times that can be booked, leased to kiosks, and who comes at them.
CREATE TABLE slots (
    id           TEXT PRIMARY KEY,
    calendar     TEXT NOT NULL,
    day          TEXT NOT NULL,           -- YYYY-MM-DD, local
    starts_at    INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL CHECK (ends_at > starts_at),
    kiosk        TEXT REFERENCES kiosks (id), -- whose it is until that kiosk itself gives it back; NULL: nobody's
    book         TEXT,                    -- the kiosk's book it was leased into
    lease        INTEGER UNIQUE,
    leased_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX slots_of_day ON slots (calendar, day, starts_at);
CREATE INDEX slots_of_kiosk ON slots (kiosk, book, lease) WHERE kiosk IS NOT NULL;

CREATE TABLE appointments (
    case_number TEXT PRIMARY KEY REFERENCES cases (number),
    slot        TEXT NOT NULL REFERENCES slots (id),
    card        TEXT NOT NULL,
    resident    TEXT NOT NULL,            -- empty for a card that is not registered
    name_zh     TEXT NOT NULL,            -- as they were when it was booked
    name_en     TEXT NOT NULL,
    place_zh    TEXT NOT NULL,
    place_en    TEXT NOT NULL,
    starts_at   INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL,
    booked_at   INTEGER NOT NULL,
    freed_at    INTEGER                   -- when it was called off
) STRICT, WITHOUT ROWID;
-- What makes "never double" more than a promise of the program.
CREATE UNIQUE INDEX appointments_once ON appointments (slot) WHERE freed_at IS NULL;
CREATE INDEX appointments_of_card ON appointments (card, starts_at);
CREATE INDEX appointments_of_resident ON appointments (resident, starts_at) WHERE resident <> '';

-- Cases that were handed in together: the receipt of the first.
ALTER TABLE cases ADD COLUMN bundle TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_of_bundle ON cases (bundle) WHERE bundle <> '';

-- Queue tickets of halls, as their kiosks gave them out.
CREATE TABLE queue_tickets (
    kiosk     TEXT NOT NULL REFERENCES kiosks (id),
    day       TEXT NOT NULL,
    number    TEXT NOT NULL,
    service   TEXT NOT NULL,
    priority  TEXT NOT NULL CHECK (priority IN ('ordinary', 'first', 'appointment')),
    taken_at  INTEGER NOT NULL,
    called_at INTEGER,
    called    INTEGER,                 -- how manyth call of the day at this hall
    counter   TEXT NOT NULL DEFAULT '',
    called_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (kiosk, day, number)
) STRICT, WITHOUT ROWID;
