CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
  id TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,      -- of text and record: what decides whether a document is unchanged
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  record TEXT NOT NULL,      -- the other fields of the document, as JSON
  settings TEXT NOT NULL     -- the stamp of the settings its passages were cut with
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document_groups (
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  PRIMARY KEY (document_id, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS groups_by_name ON document_groups(name);
CREATE TABLE IF NOT EXISTS passages (
  key INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used again, so a stale index finds nothing
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  section TEXT NOT NULL,                   -- JSON array of headings
  encoded TEXT NOT NULL,                   -- the text that the vector stands for
  encoded_sha256 BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_by_document ON passages(document_id);
CREATE INDEX IF NOT EXISTS passages_by_encoded ON passages(encoded_sha256);
CREATE TABLE IF NOT EXISTS vectors (
  encoded_sha256 BLOB NOT NULL,
  encoder TEXT NOT NULL,                   -- stamp: model, adapter, number format
  vector BLOB NOT NULL,                    -- little-endian float16
  parts BLOB,                              -- the sentences' directions, signed bytes, row by row
  PRIMARY KEY (encoded_sha256, encoder)
) WITHOUT ROWID;
