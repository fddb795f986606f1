-- Who lives where, which card is whose, what is owed to whom. Instants are milliseconds since 1970 UTC, money is fen.
CREATE TABLE facts (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE communities (
    code    TEXT PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL
) STRICT;

CREATE TABLE residents (
    id        TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    community TEXT NOT NULL REFERENCES communities (code),
    grid      TEXT NOT NULL
) STRICT;

CREATE TABLE cards (
    serial   TEXT PRIMARY KEY CHECK (length(serial) = 16),
    resident TEXT NOT NULL REFERENCES residents (id)
) STRICT;
CREATE INDEX cards_of_resident ON cards (resident);

CREATE TABLE black_list (
    serial TEXT PRIMARY KEY CHECK (length(serial) = 16),
    reason TEXT NOT NULL CHECK (reason IN ('lost', 'blocked')),
    since  INTEGER NOT NULL
) STRICT;

CREATE TABLE billers (
    code    TEXT PRIMARY KEY,
    service TEXT NOT NULL CHECK (service IN ('water', 'electricity', 'gas', 'telecom')),
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL
) STRICT;

CREATE TABLE utility_accounts (
    number   TEXT PRIMARY KEY,
    biller   TEXT NOT NULL REFERENCES billers (code),
    resident TEXT NOT NULL REFERENCES residents (id)
) STRICT;
CREATE INDEX utility_accounts_of_resident ON utility_accounts (resident);

CREATE TABLE bills (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES utility_accounts (number),
    period  TEXT NOT NULL,
    due     TEXT NOT NULL,
    amount  INTEGER NOT NULL CHECK (amount > 0),
    payment TEXT -- number of the payment that settled it; open while NULL
) STRICT;
CREATE INDEX bills_of_account ON bills (account);

CREATE TABLE notices (
    id           TEXT PRIMARY KEY,
    version      INTEGER NOT NULL,
    title_zh     TEXT NOT NULL,
    title_en     TEXT NOT NULL,
    body_zh      TEXT NOT NULL,
    body_en      TEXT NOT NULL,
    publisher_zh TEXT NOT NULL,
    publisher_en TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    ends_on      TEXT NOT NULL
) STRICT;

-- What kiosks have to hear of. One row a subject, the newest: saying it again moves it to the end, so that a kiosk that
-- begins at nought hears everything once, however old the district is.
CREATE TABLE changes (
    cursor    INTEGER PRIMARY KEY AUTOINCREMENT,
    topic     TEXT NOT NULL CHECK (topic IN ('notice', 'black_list', 'holder', 'catalogue')),
    subject   TEXT NOT NULL,
    gone      INTEGER NOT NULL DEFAULT 0,
    community TEXT -- only for kiosks of this community; for all when NULL
) STRICT;
CREATE UNIQUE INDEX changes_by_subject ON changes (topic, subject);
