-- Papers that came with requests, as JPEG. The request may come later than its papers.
CREATE TABLE materials (
    receipt     TEXT NOT NULL,
    field       TEXT NOT NULL,
    card_serial TEXT NOT NULL,
    digest      TEXT NOT NULL,   -- sha256 of the content, hexadecimal
    content     BLOB NOT NULL,
    taken_at    INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (receipt, field)
) STRICT;
