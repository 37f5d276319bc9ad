-- A record is found by its device and number, or by its row. Its id tells apart what was written under one number: an
-- index of ids alone, which lie at random, cost a merge more than the records themselves.
DROP INDEX op_id;
DROP INDEX op_rn;
CREATE UNIQUE INDEX op_rn ON op (r, n, id);
