-- What this file has written, in its order: a word of it that reaches the backend late is known for old there, wherever the clock went.
ALTER TABLE drafts ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
INSERT INTO settings (name, value) VALUES ('drafts.writer', hex(randomblob(8))), ('drafts.revision', '0');
