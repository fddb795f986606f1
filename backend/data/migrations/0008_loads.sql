-- Money put on cards (圈存). The id is the kiosk's, and that of the submission which ends the load.
CREATE TABLE loads (
    id            TEXT PRIMARY KEY,
    number        TEXT NOT NULL UNIQUE,
    digest        TEXT NOT NULL, -- over the request; empty when none ever came
    card          TEXT NOT NULL,
    resident      TEXT NOT NULL,
    source        TEXT NOT NULL CHECK (source IN ('account', 'posted_credit')),
    amount        INTEGER NOT NULL CHECK (amount > 0),
    old_balance   INTEGER NOT NULL,
    terminal      TEXT NOT NULL,
    online_number INTEGER NOT NULL,
    date          TEXT NOT NULL,
    time          TEXT NOT NULL,
    mac2          TEXT NOT NULL,
    kiosk         TEXT NOT NULL,
    receipt       TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('authorised', 'loaded', 'returned', 'held', 'never_asked')),
    alarm         TEXT NOT NULL, -- why a person should look at it; empty when nobody need
    tac           TEXT NOT NULL,
    authorised_at INTEGER NOT NULL,
    ended_at      INTEGER
) STRICT;
CREATE UNIQUE INDEX loads_open ON loads (card) WHERE state = 'authorised';
CREATE UNIQUE INDEX loads_once ON loads (card, online_number) WHERE state = 'loaded';
CREATE INDEX loads_of_card ON loads (card, online_number);
CREATE INDEX loads_with_alarm ON loads (alarm) WHERE alarm <> '';
