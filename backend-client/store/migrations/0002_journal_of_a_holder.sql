-- What a holder has paid here and may be shown again, without reading the journal of years.
CREATE INDEX journal_holder ON journal (holder, place) WHERE facts IS NOT NULL;
