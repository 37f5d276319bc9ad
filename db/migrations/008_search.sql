-- Words to rows: made from the registers, never the truth; db/search.py feeds it and can make it anew.
CREATE TABLE search_row (
    id INTEGER NOT NULL PRIMARY KEY, t TEXT NOT NULL, k BLOB NOT NULL, sum INTEGER NOT NULL
);
CREATE UNIQUE INDEX search_row_k ON search_row (k, t);
-- The last record that was taken in: its place in op, and its id.
CREATE TABLE search_fed (
    place INTEGER NOT NULL, mark BLOB NOT NULL
);
CREATE VIRTUAL TABLE search_text USING fts5(
    words, content='', contentless_delete=1, detail=none, tokenize='ascii'
);
