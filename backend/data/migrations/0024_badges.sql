-- Staff badges: whose they are and for which departments their bearers may hand in requests together with residents.
CREATE TABLE badges (
    number      TEXT PRIMARY KEY CHECK (length(number) = 10),
    key         TEXT NOT NULL CHECK (length(key) = 64), -- Ed25519
    name_zh     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    post_zh     TEXT NOT NULL,
    post_en     TEXT NOT NULL,
    resident    TEXT REFERENCES residents (id),         -- the bearer, as far as known: nobody helps themselves
    departments TEXT NOT NULL,                          -- JSON list of codes; empty: all
    revoked     INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1))
) STRICT;
