-- Other units' months as they sent them, without anybody's name: the newest of each, never folded.
CREATE TABLE snapshot (
    unit TEXT NOT NULL, period TEXT NOT NULL, profile TEXT NOT NULL, counter INTEGER NOT NULL, bundle_no INTEGER NOT NULL,
    sha256 TEXT NOT NULL, sender TEXT NOT NULL, replica BLOB NOT NULL, complete INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (unit, period, profile)
);
CREATE TABLE snapshot_rows (
    unit TEXT NOT NULL, period TEXT NOT NULL, profile TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (unit, period, profile)
);
