-- Requests that became cases. Names are copied from the catalogue as it was: a case keeps the promise it was taken with.
CREATE TABLE cases (
    number        TEXT PRIMARY KEY,
    submission    TEXT, -- id of what was handed in; NULL for cases of other channels
    receipt       TEXT NOT NULL,
    card          TEXT NOT NULL,
    kiosk         TEXT NOT NULL,
    item_code     TEXT NOT NULL,
    item_zh       TEXT NOT NULL,
    item_en       TEXT NOT NULL,
    department_zh TEXT NOT NULL,
    department_en TEXT NOT NULL,
    answers       TEXT NOT NULL, -- JSON, field key to values
    state         TEXT NOT NULL CHECK (state IN ('open', 'supplement', 'closed', 'withdrawn')),
    accepted_at   INTEGER NOT NULL,
    promised_at   INTEGER NOT NULL,
    statutory_at  INTEGER NOT NULL,
    closed_at     INTEGER,
    outcome_zh    TEXT NOT NULL, -- what the resident gets when all steps are done
    result        TEXT NOT NULL
) STRICT;
CREATE INDEX cases_of_card ON cases (card, accepted_at);
CREATE INDEX cases_by_receipt ON cases (receipt) WHERE receipt <> '';
CREATE INDEX cases_by_time ON cases (accepted_at);
CREATE INDEX cases_by_state ON cases (state, accepted_at);

CREATE TABLE case_steps (
    case_number TEXT NOT NULL REFERENCES cases (number),
    position    INTEGER NOT NULL,
    code        TEXT NOT NULL,
    name_zh     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    holder_zh   TEXT NOT NULL,
    holder_en   TEXT NOT NULL,
    days        INTEGER NOT NULL,
    limit_at    INTEGER, -- set when the step begins
    done_at     INTEGER,
    PRIMARY KEY (case_number, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_events (
    id          INTEGER PRIMARY KEY,
    case_number TEXT NOT NULL REFERENCES cases (number),
    at          INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('accepted', 'step_done', 'closed')),
    step        TEXT NOT NULL,
    actor       TEXT NOT NULL, -- kiosk or user
    note        TEXT NOT NULL
) STRICT;
CREATE INDEX case_events_of_case ON case_events (case_number);
