-- What a record keeps of a payload that is not here: its salted hash.
ALTER TABLE op ADD COLUMN ph BLOB;
CREATE INDEX op_bare ON op (r, n) WHERE payload IS NULL;
CREATE INDEX op_erase ON op (t, k) WHERE a = 'erase';
CREATE INDEX op_transfer ON op (t, k) WHERE a = 'transfer';

-- Records that do not count for their row: folded from the row's records, as conflicts are.
CREATE TABLE foreign_op (id BLOB NOT NULL PRIMARY KEY, t TEXT NOT NULL, k BLOB NOT NULL, reason TEXT NOT NULL);
CREATE INDEX foreign_op_k ON foreign_op (k);

CREATE TABLE assignment (
    id BLOB NOT NULL PRIMARY KEY, staff BLOB, unit TEXT, start_on TEXT, end_on TEXT, reason TEXT, alive INTEGER NOT
    NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by
    BLOB, changed_at TEXT NOT NULL
);
CREATE INDEX assignment_staff ON assignment (staff);
