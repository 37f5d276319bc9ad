-- What the county's receipt says beyond how far it is: the highest number there, what is missing below it, what it could
-- not take in, which bundles are in; and its own number and day.
ALTER TABLE receipt ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN issued TEXT NOT NULL DEFAULT '';
ALTER TABLE receipt ADD COLUMN highest INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt ADD COLUMN holes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE receipt ADD COLUMN aside TEXT NOT NULL DEFAULT '[]';
ALTER TABLE receipt ADD COLUMN bundles TEXT NOT NULL DEFAULT '[]';

-- Records that went down out of their chains, by the number of the bundle.
CREATE TABLE sent_loose (bundle_no INTEGER NOT NULL, op BLOB NOT NULL, PRIMARY KEY (bundle_no, op)) WITHOUT ROWID;
