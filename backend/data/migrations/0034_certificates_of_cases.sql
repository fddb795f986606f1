-- Certificates of what a case came to; those of registers have none.
ALTER TABLE certificates ADD COLUMN case_number TEXT REFERENCES cases (number);
