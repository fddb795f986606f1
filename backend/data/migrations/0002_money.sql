-- What kiosks handed in, payments, and the double-entry ledger.

-- The first answer to an id is its answer for ever.
CREATE TABLE submissions (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    digest      BLOB NOT NULL CHECK (length(digest) = 32), -- over kind and body
    body        TEXT NOT NULL,
    kiosk       TEXT NOT NULL,
    outcome     TEXT NOT NULL CHECK (outcome IN ('received', 'refused')),
    code        TEXT NOT NULL,
    reference   TEXT NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

CREATE TABLE payments (
    number            TEXT PRIMARY KEY,
    submission        TEXT NOT NULL, -- written after the payment, hence no foreign key; the audit looks
    receipt           TEXT NOT NULL,
    card              TEXT NOT NULL,
    kiosk             TEXT NOT NULL,
    amount            INTEGER NOT NULL CHECK (amount > 0),
    terminal          TEXT NOT NULL,
    terminal_sequence INTEGER NOT NULL,
    offline_number    INTEGER NOT NULL,
    tac               TEXT NOT NULL,
    proof             TEXT NOT NULL CHECK (proof IN ('debit', 'prove', 'balance')),
    state             TEXT NOT NULL CHECK (state IN ('booked', 'returned', 'held')),
    alarm             TEXT NOT NULL, -- why a person should look at it; empty when nobody need
    paid_at           INTEGER NOT NULL,
    received_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX payments_of_card ON payments (card, received_at);
CREATE INDEX payments_by_receipt ON payments (receipt);
CREATE INDEX payments_with_alarm ON payments (alarm) WHERE alarm <> '';
-- One transaction of one card is one payment. What proves nothing (a wrong TAC) must not keep out the true one.
CREATE UNIQUE INDEX payments_once ON payments (card, offline_number, terminal, terminal_sequence)
    WHERE alarm <> 'payment.tac_wrong';

CREATE TABLE payment_lines (
    payment  TEXT NOT NULL REFERENCES payments (number),
    position INTEGER NOT NULL,
    bill     TEXT NOT NULL,
    amount   INTEGER NOT NULL CHECK (amount > 0),
    state    TEXT NOT NULL CHECK (state IN ('booked', 'returned', 'held')),
    reason   TEXT NOT NULL,
    PRIMARY KEY (payment, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_lines_of_bill ON payment_lines (bill);

-- Debit is positive, credit negative; a posting's entries sum to nought. Written once, never changed.
CREATE TABLE ledger_accounts (
    code    TEXT PRIMARY KEY,
    balance INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE postings (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    reference TEXT NOT NULL -- number of the payment
) STRICT;

CREATE INDEX postings_by_reference ON postings (reference);

CREATE TABLE entries (
    id      INTEGER PRIMARY KEY,
    posting INTEGER NOT NULL REFERENCES postings (id),
    account TEXT NOT NULL REFERENCES ledger_accounts (code),
    amount  INTEGER NOT NULL CHECK (amount <> 0),
    card    TEXT -- whose posted credit it is
) STRICT;
CREATE INDEX entries_of_posting ON entries (posting);
CREATE INDEX entries_of_card ON entries (card) WHERE card IS NOT NULL;

CREATE TRIGGER entries_raise_balance AFTER INSERT ON entries BEGIN
    UPDATE ledger_accounts SET balance = balance + new.amount WHERE code = new.account;
END;
CREATE TRIGGER postings_stay BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are written once'); END;
CREATE TRIGGER postings_remain BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'postings are written once'); END;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are written once'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are written once'); END;
