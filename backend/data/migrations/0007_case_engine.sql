-- Posts that hold cases, and cases with clocks, cards, pauses, ratings and a history that is written once.

-- Everybody signs in again: the roles have changed.
DELETE FROM sessions;
CREATE TABLE people (
    name   TEXT PRIMARY KEY,
    role   TEXT NOT NULL CHECK (role IN ('grid_officer', 'community', 'street', 'department', 'supervisor', 'staff', 'technician', 'administrator')),
    salt   BLOB NOT NULL CHECK (length(salt) = 16),
    secret BLOB NOT NULL CHECK (length(secret) = 32) -- scrypt of the password
) STRICT;
INSERT INTO people SELECT name, role, salt, secret FROM users;
DROP TABLE users;
ALTER TABLE people RENAME TO users;

CREATE TABLE streets (
    code    TEXT PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL
) STRICT;
ALTER TABLE communities ADD COLUMN street TEXT REFERENCES streets (code);

-- Who can hold a case: the post (岗位), not the person, so that no case is ever without a holder.
CREATE TABLE posts (
    code         TEXT PRIMARY KEY,
    level        TEXT NOT NULL CHECK (level IN ('grid', 'community', 'street', 'department', 'district')),
    name_zh      TEXT NOT NULL,
    name_en      TEXT NOT NULL,
    parent       TEXT REFERENCES posts (code), -- where what is overdue goes up to; NULL at the top
    successor    TEXT REFERENCES posts (code), -- who took over when it was abolished
    vacant_since INTEGER,
    abolished_at INTEGER
) STRICT;
INSERT INTO posts (code, level, name_zh, name_en) VALUES ('DISTRICT', 'district', '区政务服务管理局', 'District Service Office');

CREATE TABLE seats (
    user TEXT NOT NULL REFERENCES users (name),
    post TEXT NOT NULL REFERENCES posts (code),
    PRIMARY KEY (user, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX seats_of_post ON seats (post);

CREATE TABLE cases_kept (
    number          TEXT PRIMARY KEY,
    submission      TEXT, -- id of what was handed in; NULL for cases of other channels
    receipt         TEXT NOT NULL,
    card            TEXT NOT NULL,
    kiosk           TEXT NOT NULL,
    item_code       TEXT NOT NULL,
    item_zh         TEXT NOT NULL,
    item_en         TEXT NOT NULL,
    department_zh   TEXT NOT NULL,
    department_en   TEXT NOT NULL,
    department_code TEXT NOT NULL,
    answers         TEXT NOT NULL, -- JSON, field key to values
    state           TEXT NOT NULL CHECK (state IN ('open', 'supplement', 'suspended', 'closed', 'withdrawn')),
    accepted_at     INTEGER NOT NULL,
    promised_at     INTEGER NOT NULL,
    statutory_at    INTEGER NOT NULL,
    closed_at       INTEGER,
    outcome_zh      TEXT NOT NULL, -- what the resident gets when all steps are done
    result          TEXT NOT NULL,
    community       TEXT NOT NULL DEFAULT '',
    grid            TEXT NOT NULL DEFAULT '',
    chart           TEXT NOT NULL DEFAULT 'default',
    post            TEXT NOT NULL DEFAULT 'DISTRICT' REFERENCES posts (code), -- works on it
    holder          TEXT NOT NULL DEFAULT 'DISTRICT' REFERENCES posts (code), -- answers for it: the post, or whoever it went up to
    officer         TEXT,
    held_since      INTEGER NOT NULL DEFAULT 0, -- 0: not yet routed
    step_limit_at   INTEGER,
    step_card       TEXT NOT NULL DEFAULT 'none' CHECK (step_card IN ('none', 'yellow', 'red')),
    whole_card      TEXT NOT NULL DEFAULT 'none' CHECK (whole_card IN ('none', 'yellow', 'red')),
    paused_at       INTEGER,
    pause_ends_at   INTEGER,
    clocks_stopped  INTEGER NOT NULL DEFAULT 0,
    up_at           INTEGER, -- when it goes up to the next post unless it is done by then
    due_at          INTEGER, -- when upkeep has to look at it
    question        TEXT NOT NULL DEFAULT '', -- what the resident is asked for
    decision        TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'granted', 'declined')),
    served          TEXT, -- number of the case whose rating this one follows up
    rating          INTEGER CHECK (rating BETWEEN 1 AND 5),
    urged_at        INTEGER,
    escalated_at    INTEGER,
    reopened        INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO cases_kept (number, submission, receipt, card, kiosk, item_code, item_zh, item_en, department_zh, department_en, department_code,
    answers, state, accepted_at, promised_at, statutory_at, closed_at, outcome_zh, result, decision, due_at)
SELECT number, submission, receipt, card, kiosk, item_code, item_zh, item_en, department_zh, department_en, substr(item_code, 1, 2),
    answers, state, accepted_at, promised_at, statutory_at, closed_at, outcome_zh, result, iif(state = 'closed', 'granted', ''),
    iif(state IN ('open', 'supplement'), 0, NULL) FROM cases;

CREATE TABLE steps_kept (
    case_number TEXT NOT NULL REFERENCES cases_kept (number),
    position    INTEGER NOT NULL,
    code        TEXT NOT NULL,
    name_zh     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    holder_zh   TEXT NOT NULL,
    holder_en   TEXT NOT NULL,
    days        INTEGER NOT NULL,
    began_at    INTEGER,
    limit_at    INTEGER, -- set when the step begins
    done_at     INTEGER,
    PRIMARY KEY (case_number, position)
) STRICT, WITHOUT ROWID;
INSERT INTO steps_kept (case_number, position, code, name_zh, name_en, holder_zh, holder_en, days, limit_at, done_at)
SELECT case_number, position, code, name_zh, name_en, holder_zh, holder_en, days, limit_at, done_at FROM case_steps;

CREATE TABLE events_kept (
    id          INTEGER PRIMARY KEY,
    case_number TEXT NOT NULL REFERENCES cases_kept (number),
    at          INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind <> ''),
    step        TEXT NOT NULL,
    actor       TEXT NOT NULL, -- kiosk or user; empty for the rules themselves
    role        TEXT NOT NULL, -- of a user, or resident, system
    post        TEXT NOT NULL, -- who answered for the case when it happened
    target      TEXT NOT NULL, -- the post, person, state or level it led to
    note        TEXT NOT NULL  -- why
) STRICT;
INSERT INTO events_kept (id, case_number, at, kind, step, actor, role, post, target, note)
SELECT id, case_number, at, kind, step, actor, '', '', '', note FROM case_events;

DROP TABLE case_events;
DROP TABLE case_steps;
DROP TABLE cases;
ALTER TABLE cases_kept RENAME TO cases;
ALTER TABLE steps_kept RENAME TO case_steps;
ALTER TABLE events_kept RENAME TO case_events;

CREATE INDEX cases_of_card ON cases (card, accepted_at);
CREATE INDEX cases_by_receipt ON cases (receipt) WHERE receipt <> '';
CREATE INDEX cases_by_time ON cases (accepted_at);
CREATE INDEX cases_by_state ON cases (state, accepted_at);
CREATE INDEX cases_due ON cases (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX cases_at_post ON cases (post, step_limit_at) WHERE closed_at IS NULL;
CREATE INDEX cases_held_by ON cases (holder, step_limit_at) WHERE closed_at IS NULL;
CREATE INDEX cases_of_officer ON cases (officer) WHERE officer IS NOT NULL AND closed_at IS NULL;
CREATE INDEX case_events_of_case ON case_events (case_number);
CREATE INDEX case_events_by_kind ON case_events (kind, at);
CREATE TRIGGER case_events_stay BEFORE UPDATE ON case_events BEGIN SELECT RAISE(ABORT, 'events are written once'); END;
CREATE TRIGGER case_events_remain BEFORE DELETE ON case_events BEGIN SELECT RAISE(ABORT, 'events are written once'); END;

-- Who looked at what of whom, and why.
CREATE TABLE looks (
    id          INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    user        TEXT NOT NULL,
    role        TEXT NOT NULL,
    card        TEXT NOT NULL,
    case_number TEXT NOT NULL,
    reason      TEXT NOT NULL
) STRICT;
CREATE INDEX looks_of_card ON looks (card, at);

-- Figures as last recomputed from the events; `scope` is `district`, `community:CODE` or `department:CODE`.
CREATE TABLE figures (
    scope       TEXT PRIMARY KEY,
    content     TEXT NOT NULL, -- JSON
    computed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE changes_kept (
    cursor    INTEGER PRIMARY KEY AUTOINCREMENT,
    topic     TEXT NOT NULL CHECK (topic IN ('notice', 'black_list', 'holder', 'catalogue', 'board')),
    subject   TEXT NOT NULL,
    gone      INTEGER NOT NULL DEFAULT 0,
    community TEXT -- only for kiosks of this community; for all when NULL
) STRICT;
INSERT INTO changes_kept SELECT cursor, topic, subject, gone, community FROM changes;
DROP TABLE changes;
ALTER TABLE changes_kept RENAME TO changes;
CREATE UNIQUE INDEX changes_by_subject ON changes (topic, subject);
