-- What came of a piece of desk work; at which session of a group goods were given out.
ALTER TABLE affairs_item ADD COLUMN result TEXT;
ALTER TABLE material_given ADD COLUMN group_session BLOB;
CREATE INDEX material_given_group_session_ix ON material_given (group_session) WHERE group_session IS NOT NULL;
