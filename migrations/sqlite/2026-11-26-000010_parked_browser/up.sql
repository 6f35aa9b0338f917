-- Kept for a day at most, so the forms kept by then need not be carried over.
DROP TABLE parked_forms;
CREATE TABLE parked_forms (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, token_hash BLOB NOT NULL UNIQUE, browser_hash BLOB NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL, created_at BIGINT NOT NULL);
