-- Payments and loads whose end their kiosk did not see: any kiosk that the card comes to asks it. Kept for ever; ended when some kiosk has told the end.
CREATE TABLE torn_moves (
    id          TEXT PRIMARY KEY, -- of the payment or load
    kiosk       TEXT NOT NULL,
    card        TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('payment', 'load')),
    amount      INTEGER NOT NULL CHECK (amount > 0),
    body        TEXT NOT NULL,    -- JSON of wire::TornMove
    reported_at INTEGER NOT NULL,
    ended_at    INTEGER,
    ended_by    TEXT,             -- kiosk
    done        INTEGER           -- 1: the card was debited, or has the load
) STRICT, WITHOUT ROWID;
CREATE INDEX torn_moves_open ON torn_moves (card, reported_at) WHERE ended_at IS NULL;
