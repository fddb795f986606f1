-- Why a kiosk did not take the ceilings that it was sent last, as a code; empty when it did.
ALTER TABLE kiosks ADD COLUMN ceilings_refused TEXT NOT NULL DEFAULT '';

-- Loads are found by receipt; the case about a load or payment by its number.
CREATE INDEX loads_by_receipt ON loads (receipt);
CREATE INDEX money_cases_of_subject ON money_cases (subject);
