-- Whether two files are of one person: a verdict, never a fusion of rows.
CREATE TABLE person_link (
    id BLOB NOT NULL PRIMARY KEY, a BLOB, b BLOB, verdict TEXT, reason TEXT, alive INTEGER NOT NULL, owner TEXT NOT
    NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at
    TEXT NOT NULL
);
CREATE INDEX person_link_a ON person_link (a);
CREATE INDEX person_link_b ON person_link (b);

-- Settled conflicts, whose values set aside are shown for good.
CREATE INDEX op_settled ON op (l) WHERE a IN ('resolve', 'restore');
