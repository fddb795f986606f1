-- Ceilings of purse payments without network, newest version in force. A row stays for ever: it says who allowed what, and since when.
CREATE TABLE ceilings (
    version      INTEGER PRIMARY KEY,
    payment      INTEGER NOT NULL CHECK (payment > 0),
    card_today   INTEGER NOT NULL CHECK (card_today >= payment),
    kiosk_today  INTEGER NOT NULL CHECK (kiosk_today >= card_today),
    card_unsent  INTEGER NOT NULL CHECK (card_unsent > 0),
    kiosk_unsent INTEGER NOT NULL CHECK (kiosk_unsent >= card_unsent),
    set_by       TEXT NOT NULL,
    set_at       INTEGER NOT NULL
) STRICT;
CREATE TRIGGER ceilings_stay BEFORE UPDATE ON ceilings BEGIN SELECT RAISE(ABORT, 'ceilings are written once'); END;
CREATE TRIGGER ceilings_remain BEFORE DELETE ON ceilings BEGIN SELECT RAISE(ABORT, 'ceilings are written once'); END;

-- Which staff badge vouched for the holder of a card whose PIN was opened again. The PIN itself is written nowhere.
CREATE TABLE pin_unblocks (
    id     TEXT PRIMARY KEY, -- made by the kiosk
    digest TEXT NOT NULL,    -- over what the badge signed
    card   TEXT NOT NULL,
    kiosk  TEXT NOT NULL,
    badge  TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX pin_unblocks_of_card ON pin_unblocks (card, at);

-- When a gateway's file of a day was asked for last, and what came of it.
CREATE TABLE gateway_fetches (
    gateway  TEXT NOT NULL,
    day      TEXT NOT NULL, -- YYYYMMDD
    tries    INTEGER NOT NULL DEFAULT 0,
    code     TEXT NOT NULL DEFAULT '', -- why it is not here
    due_at   INTEGER,                  -- nothing once it is taken
    PRIMARY KEY (gateway, day)
) STRICT, WITHOUT ROWID;

-- Why a bank card terminal did not give back what is due; the kiosk is not asked again, a person decides.
ALTER TABLE charges ADD COLUMN refund_trouble TEXT NOT NULL DEFAULT '';
CREATE INDEX charges_refund_due ON charges (kiosk) WHERE refund_due > 0;
CREATE INDEX charges_by_receipt ON charges (receipt);

-- Version of the ceilings that a kiosk said it keeps to; 0: those built in.
ALTER TABLE kiosks ADD COLUMN ceilings INTEGER NOT NULL DEFAULT 0;
