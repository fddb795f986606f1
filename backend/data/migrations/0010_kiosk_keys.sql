-- What slips of each kiosk are checked with; a kiosk whose key file was replaced has several.
CREATE TABLE kiosk_keys (
    kiosk TEXT NOT NULL REFERENCES kiosks (id),
    key   TEXT NOT NULL CHECK (length(key) = 64),
    since INTEGER NOT NULL,
    PRIMARY KEY (kiosk, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE changes_kept (
    cursor    INTEGER PRIMARY KEY AUTOINCREMENT,
    topic     TEXT NOT NULL CHECK (topic <> ''), -- the feed passes over what it does not know
    subject   TEXT NOT NULL,
    gone      INTEGER NOT NULL DEFAULT 0,
    community TEXT -- only for kiosks of this community; for all when NULL
) STRICT;
INSERT INTO changes_kept SELECT cursor, topic, subject, gone, community FROM changes;
DROP TABLE changes;
ALTER TABLE changes_kept RENAME TO changes;
CREATE UNIQUE INDEX changes_by_subject ON changes (topic, subject);
