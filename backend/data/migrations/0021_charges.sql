-- Bills paid by another way than the purse: through a gateway (the phone) or a bank card terminal.
ALTER TABLE payments ADD COLUMN way TEXT NOT NULL DEFAULT 'purse' CHECK (way IN ('purse', 'shown', 'scanned', 'terminal'));

CREATE TABLE charges (
    id         TEXT PRIMARY KEY, -- made by the kiosk
    digest     TEXT NOT NULL,    -- over the request
    gateway    TEXT NOT NULL,
    way        TEXT NOT NULL CHECK (way IN ('shown', 'scanned', 'terminal')),
    card       TEXT NOT NULL,
    kiosk      TEXT NOT NULL,
    receipt    TEXT NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount > 0),
    state      TEXT NOT NULL CHECK (state IN ('created', 'paid', 'closed', 'refunded')),
    stage      TEXT NOT NULL CHECK (stage IN ('new', 'open', 'closing', 'over')), -- what the gateway knows of it
    reason     TEXT NOT NULL DEFAULT '',
    payer_code TEXT NOT NULL DEFAULT '', -- read from the phone; gone once the gateway has it
    qr         TEXT NOT NULL DEFAULT '',
    trace      TEXT NOT NULL DEFAULT '', -- the gateway's own number
    payment    TEXT,
    refund_due INTEGER NOT NULL DEFAULT 0,
    refunded   INTEGER NOT NULL DEFAULT 0,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    due_at     INTEGER, -- when the gateway has to be asked next
    failures   INTEGER NOT NULL DEFAULT 0,
    paid_at    INTEGER
) STRICT;
CREATE INDEX charges_due ON charges (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX charges_by_time ON charges (made_at);
CREATE INDEX charges_paid ON charges (paid_at) WHERE paid_at IS NOT NULL;

CREATE TABLE charge_lines (
    charge   TEXT NOT NULL REFERENCES charges (id),
    position INTEGER NOT NULL,
    bill     TEXT NOT NULL,
    amount   INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (charge, position)
) STRICT, WITHOUT ROWID;

-- What a gateway says of a day in its file; a line counts once.
CREATE TABLE gateway_file_lines (
    gateway TEXT NOT NULL,
    charge  TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('paid', 'refunded')),
    day     TEXT NOT NULL, -- YYYYMMDD
    amount  INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (gateway, charge, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX gateway_file_lines_of_day ON gateway_file_lines (day);
