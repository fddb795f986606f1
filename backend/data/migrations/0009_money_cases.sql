-- What a person has to decide about money; nothing moves before two of them have looked.
CREATE TABLE money_cases (
    number       TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('payment_held', 'payment_alarm', 'load_held', 'load_open', 'biller_refused', 'close_difference', 'refund')),
    subject      TEXT NOT NULL, -- number of the payment or load; day and terminal of a difference
    detail       TEXT NOT NULL,
    amount       INTEGER NOT NULL,
    owner        TEXT NOT NULL, -- role that looks after it
    opened_at    INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'proposed', 'closed')),
    decision     TEXT NOT NULL DEFAULT '',
    proposed_by  TEXT NOT NULL DEFAULT '',
    confirmed_by TEXT NOT NULL DEFAULT '',
    closed_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX money_cases_once ON money_cases (kind, subject);
CREATE INDEX money_cases_open ON money_cases (opened_at) WHERE state <> 'closed';

-- Which booked line went to its biller in which file; a line goes once.
CREATE TABLE biller_files (
    name    TEXT PRIMARY KEY,
    biller  TEXT NOT NULL REFERENCES billers (code),
    day     TEXT NOT NULL, -- on which the lines were paid, YYYYMMDD
    number  INTEGER NOT NULL, -- 1, then 2 … for what came in late
    lines   INTEGER NOT NULL,
    total   INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    UNIQUE (biller, day, number)
) STRICT;
CREATE TABLE biller_file_lines (
    payment  TEXT NOT NULL,
    position INTEGER NOT NULL,
    file     TEXT NOT NULL REFERENCES biller_files (name),
    answer   TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'accepted', 'refused')),
    PRIMARY KEY (payment, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX biller_file_lines_of_file ON biller_file_lines (file);
