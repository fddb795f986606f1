-- Who in a family may act for whom: agreed by both cards at a kiosk, ended by either.
CREATE TABLE card_links (
    id          INTEGER PRIMARY KEY,
    helper      TEXT NOT NULL REFERENCES residents (id),
    helped      TEXT NOT NULL REFERENCES residents (id),
    helper_card TEXT NOT NULL,
    helped_card TEXT NOT NULL,
    relation    TEXT NOT NULL CHECK (relation IN ('parent', 'child', 'spouse', 'other')), -- what the helped one is to the helper
    kiosk       TEXT NOT NULL,
    agreed_at   INTEGER NOT NULL,
    until       INTEGER NOT NULL CHECK (until > agreed_at),
    ended_at    INTEGER,
    CHECK (helper <> helped)
) STRICT;
CREATE UNIQUE INDEX card_links_once ON card_links (helper, helped) WHERE ended_at IS NULL;
CREATE INDEX card_links_of_helped ON card_links (helped, helper);

-- The card of the relative who handed a case in for its holder.
ALTER TABLE cases ADD COLUMN helper TEXT NOT NULL DEFAULT '';
