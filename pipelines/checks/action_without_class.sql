-- Every action has a class, or says that it is unclassified.
SELECT id, text FROM actions WHERE json_array_length(classifications) = 0;
