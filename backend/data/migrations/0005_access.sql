-- People who may use the console. Of tokens and passwords only digests are kept.
CREATE TABLE users (
    name   TEXT PRIMARY KEY,
    role   TEXT NOT NULL CHECK (role IN ('staff', 'technician', 'administrator')),
    salt   BLOB NOT NULL CHECK (length(salt) = 16),
    secret BLOB NOT NULL CHECK (length(secret) = 32) -- scrypt of the password
) STRICT;

CREATE TABLE sessions (
    digest  BLOB PRIMARY KEY CHECK (length(digest) = 32), -- of the token
    user    TEXT NOT NULL REFERENCES users (name),
    ends_at INTEGER NOT NULL
) STRICT;

CREATE TABLE wrong_tries (
    subject    BLOB PRIMARY KEY CHECK (length(subject) = 32), -- digest of a name or an address
    tries      INTEGER NOT NULL,
    wait_until INTEGER NOT NULL,
    last_at    INTEGER NOT NULL
) STRICT;
