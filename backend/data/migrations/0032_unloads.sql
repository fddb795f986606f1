-- Money that goes back from cards (圈提) beside money put on them: nothing is posted before the card has said that it gave it. The card's random number is
-- kept, as its word (MAC3) is made with it; an account's online counter counts one way only.
ALTER TABLE loads ADD COLUMN way TEXT NOT NULL DEFAULT 'onto_card' CHECK (way IN ('onto_card', 'off_card'));
ALTER TABLE loads ADD COLUMN random TEXT NOT NULL DEFAULT '';
DROP INDEX loads_once;
CREATE UNIQUE INDEX loads_once ON loads (card, way, online_number) WHERE state = 'loaded';
