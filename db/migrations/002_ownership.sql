-- What a record keeps of a payload that is not here: its salted hash.
ALTER TABLE op ADD COLUMN ph BLOB;
CREATE INDEX op_bare ON op (r, n) WHERE payload IS NULL;
