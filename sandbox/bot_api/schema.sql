CREATE TABLE IF NOT EXISTS people (
    id INTEGER PRIMARY KEY,
    first_name TEXT NOT NULL,
    last_name TEXT,
    username TEXT,
    language_code TEXT,
    bio TEXT,
    is_started INTEGER NOT NULL DEFAULT 0,
    is_blocking INTEGER NOT NULL DEFAULT 0,
    is_deactivated INTEGER NOT NULL DEFAULT 0,
    is_listed INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS chats (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    title TEXT,
    username TEXT,
    last_message_id INTEGER NOT NULL DEFAULT 0,
    keyboard TEXT
);
CREATE TABLE IF NOT EXISTS members (
    chat_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    PRIMARY KEY (chat_id, person_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    sender_id INTEGER NOT NULL,
    sent REAL NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (chat_id, message_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reads (
    person_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (person_id, chat_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS updates (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS updates_by_id ON updates (update_id);
CREATE TABLE IF NOT EXISTS callbacks (
    id TEXT PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    pressed REAL NOT NULL,
    is_answered INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS files (
    file_id TEXT PRIMARY KEY,
    unique_id TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    data BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS posts (
    person_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sent REAL NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (person_id, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS profile_photos (
    person_id INTEGER PRIMARY KEY,
    file_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS calls (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    received REAL NOT NULL,
    method TEXT NOT NULL,
    chat_id INTEGER,
    params TEXT NOT NULL,
    outcome TEXT NOT NULL,
    description TEXT,
    fault TEXT,
    message_id INTEGER,
    shown TEXT
);
CREATE INDEX IF NOT EXISTS calls_by_method ON calls (method, number);
CREATE TABLE IF NOT EXISTS memory (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
