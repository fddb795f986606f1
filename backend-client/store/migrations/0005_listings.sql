-- What is open to everybody: posts, notices, suggestions, documents, surveys, activities. No personal data.
CREATE TABLE listings (
    id           TEXT PRIMARY KEY,
    published_at TEXT NOT NULL,
    ends_on      TEXT NOT NULL,
    pass         INTEGER NOT NULL,      -- as of notices
    listing      TEXT NOT NULL          -- JSON
) STRICT;
-- A kiosk that was in step before it knew of these hears everything once more.
DELETE FROM settings WHERE name = 'changes.cursor';
