-- Money put on a card goes the same way as money taken from it.
ALTER TABLE journal ADD COLUMN kind TEXT NOT NULL DEFAULT 'payment' CHECK (kind IN ('payment', 'load'));
