-- What became of a called queue ticket, and how often its number was called.
ALTER TABLE queue_tickets ADD COLUMN outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'done', 'absent'));
ALTER TABLE queue_tickets ADD COLUMN calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE queue_tickets ADD COLUMN ended_at INTEGER;
