-- Whose last word a draft is, and which of theirs: an older one of the same writer that comes late changes nothing.
ALTER TABLE drafts ADD COLUMN writer TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
