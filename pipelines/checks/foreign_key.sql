-- Every reference points at a row that is there.
SELECT "table", rowid, parent FROM pragma_foreign_key_check;
