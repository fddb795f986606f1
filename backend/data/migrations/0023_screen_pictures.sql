-- Pictures of a kiosk's screen that a technician asked for; nothing personal can be read on them.
CREATE TABLE orders_again (
    id        TEXT PRIMARY KEY,
    kiosk     TEXT NOT NULL REFERENCES kiosks (id),
    kind      TEXT NOT NULL CHECK (kind IN ('out_of_service', 'back_in_service', 'restart', 'picture')),
    given_by  TEXT NOT NULL,
    given_at  INTEGER NOT NULL,
    obeyed_at INTEGER
) STRICT;
INSERT INTO orders_again SELECT id, kiosk, kind, given_by, given_at, obeyed_at FROM orders;
DROP TABLE orders;
ALTER TABLE orders_again RENAME TO orders;
CREATE INDEX orders_open ON orders (kiosk, given_at) WHERE obeyed_at IS NULL;

CREATE TABLE screen_pictures (
    order_id TEXT PRIMARY KEY REFERENCES orders (id),
    content  BLOB NOT NULL,   -- JPEG
    taken_at INTEGER NOT NULL
) STRICT;
