-- What happened to one case is asked for by kind, too: without the kind in this index a look at one case's events walked through all events of that kind.
CREATE INDEX case_events_of_case_by_kind ON case_events (case_number, kind);
DROP INDEX case_events_of_case;

-- Whether a card's counter runs backwards at a terminal is asked for each payment: only those after it are looked at, of which there are none as a rule.
CREATE INDEX payments_at_terminal ON payments (card, terminal, terminal_sequence) WHERE alarm <> 'payment.tac_wrong';

-- A day is closed, and billers' files are written, from the payments of that day.
CREATE INDEX payments_of_day ON payments (paid_at, terminal);
CREATE INDEX payments_held ON payments (number) WHERE state = 'held';
CREATE INDEX loads_held ON loads (number) WHERE state = 'held';
CREATE INDEX charges_of_payment ON charges (payment) WHERE payment IS NOT NULL;
CREATE INDEX submissions_refused ON submissions (received_at) WHERE outcome = 'refused';
CREATE INDEX bills_unpaid ON bills (account) WHERE payment IS NULL;

-- What overlaps a time to come is looked for among what is still to come; figures leave out cases of private charts without opening each case.
CREATE INDEX appointments_to_come ON appointments (ends_at) WHERE freed_at IS NULL;
DROP INDEX cases_by_state;
CREATE INDEX cases_by_state ON cases (state, accepted_at, chart);
