-- Prepaid meters: amounts that may be bought (bills that are no debt), and the numbers that billers give for them; and days that gateways sent a file for.
ALTER TABLE bills ADD COLUMN offer INTEGER NOT NULL DEFAULT 0;

CREATE TABLE meter_tokens (
    payment  TEXT NOT NULL REFERENCES payments (number),
    position INTEGER NOT NULL,
    account  TEXT NOT NULL,
    amount   INTEGER NOT NULL CHECK (amount > 0),
    token    TEXT NOT NULL, -- twenty digits; empty until the biller has given it
    paid_at  INTEGER NOT NULL,
    due_at   INTEGER, -- when the biller has to be asked next
    failures INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (payment, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX meter_tokens_due ON meter_tokens (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX meter_tokens_of_account ON meter_tokens (account, paid_at);

CREATE TABLE gateway_files (
    gateway  TEXT NOT NULL,
    day      TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    PRIMARY KEY (gateway, day)
) STRICT, WITHOUT ROWID;
