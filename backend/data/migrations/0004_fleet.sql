-- Kiosks, how they are, and what they were ordered to do.
CREATE TABLE kiosks (
    id              TEXT PRIMARY KEY, -- common name of its certificate
    hall_zh         TEXT NOT NULL,
    hall_en         TEXT NOT NULL,
    community       TEXT NOT NULL REFERENCES communities (code),
    revoked         INTEGER NOT NULL DEFAULT 0,
    version         TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL DEFAULT '',
    reader          TEXT NOT NULL DEFAULT '',
    psam            TEXT NOT NULL DEFAULT '',
    printer         TEXT NOT NULL DEFAULT '',
    disk_free_bytes INTEGER NOT NULL DEFAULT 0,
    queue_length    INTEGER NOT NULL DEFAULT 0,
    parked          INTEGER NOT NULL DEFAULT 0,
    uptime_seconds  INTEGER NOT NULL DEFAULT 0,
    clock_ahead_ms  INTEGER NOT NULL DEFAULT 0, -- kiosk's clock minus ours
    last_sync_at    INTEGER,
    last_seen_at    INTEGER
) STRICT;

CREATE TABLE terminals (
    number TEXT PRIMARY KEY CHECK (length(number) = 12), -- of the PSAM
    kiosk  TEXT NOT NULL REFERENCES kiosks (id)
) STRICT;

CREATE TABLE orders (
    id        TEXT PRIMARY KEY,
    kiosk     TEXT NOT NULL REFERENCES kiosks (id),
    kind      TEXT NOT NULL CHECK (kind IN ('out_of_service', 'back_in_service', 'restart')),
    given_by  TEXT NOT NULL,
    given_at  INTEGER NOT NULL,
    obeyed_at INTEGER
) STRICT;
CREATE INDEX orders_open ON orders (kiosk, given_at) WHERE obeyed_at IS NULL;
