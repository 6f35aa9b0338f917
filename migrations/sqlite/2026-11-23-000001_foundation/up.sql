CREATE TABLE instance (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);

-- Accounts
CREATE TABLE accounts (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, email TEXT UNIQUE, phone TEXT UNIQUE, email_verified_at BIGINT, phone_verified_at BIGINT,
  password_hash TEXT, lang TEXT NOT NULL, is_admin BOOLEAN NOT NULL, created_at BIGINT NOT NULL, disabled_at BIGINT, version BIGINT NOT NULL
);
CREATE TABLE sessions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, token_hash BLOB NOT NULL UNIQUE, account_id BIGINT NOT NULL REFERENCES accounts(id), created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, agent TEXT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions(account_id);
CREATE TABLE one_time_codes (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, account_id BIGINT NOT NULL REFERENCES accounts(id), purpose TEXT NOT NULL, code_hash BLOB NOT NULL, created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL, used_at BIGINT, tries BIGINT NOT NULL, issued_by BIGINT REFERENCES accounts(id)
);
CREATE INDEX one_time_codes_by_account ON one_time_codes(account_id);
CREATE TABLE attempts (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL UNIQUE, window_start BIGINT NOT NULL, count BIGINT NOT NULL);
CREATE TABLE parked_forms (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, token_hash BLOB NOT NULL UNIQUE, path TEXT NOT NULL, body TEXT NOT NULL, created_at BIGINT NOT NULL);

-- Contests
CREATE TABLE contests (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, short_code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, title_en TEXT NOT NULL, theme TEXT NOT NULL, time_zone TEXT NOT NULL, issuer TEXT NOT NULL,
  phase TEXT NOT NULL, is_current BOOLEAN NOT NULL, launch_at BIGINT, open_at BIGINT, deadline_at BIGINT, grace_minutes BIGINT NOT NULL,
  preliminary_at BIGINT, final_at BIGINT, publication_at BIGINT, published_from TEXT, published_to TEXT, commitments TEXT NOT NULL, topics TEXT NOT NULL,
  tie_policy TEXT NOT NULL, score_method TEXT NOT NULL, conflict_rule TEXT NOT NULL, contact TEXT NOT NULL, created_at BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE TABLE rules_versions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), number BIGINT NOT NULL, body TEXT NOT NULL, made_at BIGINT NOT NULL,
  made_by BIGINT REFERENCES accounts(id), UNIQUE (contest_id, number)
);
CREATE TABLE units (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), key TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, valid_from TEXT, valid_to TEXT,
  successor_id BIGINT REFERENCES units(id), position BIGINT NOT NULL, UNIQUE (contest_id, key)
);
CREATE TABLE category_groups (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), code TEXT NOT NULL, name TEXT NOT NULL, name_en TEXT NOT NULL, position BIGINT NOT NULL,
  UNIQUE (contest_id, code)
);
CREATE TABLE rubrics (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), key TEXT NOT NULL, name TEXT NOT NULL, name_en TEXT NOT NULL, scale BIGINT NOT NULL,
  step BIGINT NOT NULL, version BIGINT NOT NULL, UNIQUE (contest_id, key)
);
CREATE TABLE criteria (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, rubric_id BIGINT NOT NULL REFERENCES rubrics(id), position BIGINT NOT NULL, name TEXT NOT NULL, name_en TEXT NOT NULL, max BIGINT NOT NULL,
  levels TEXT NOT NULL
);
CREATE INDEX criteria_by_rubric ON criteria(rubric_id);
CREATE TABLE categories (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), group_id BIGINT NOT NULL REFERENCES category_groups(id), key TEXT NOT NULL, code TEXT NOT NULL,
  name TEXT NOT NULL, name_en TEXT NOT NULL, kind TEXT NOT NULL, blind BOOLEAN NOT NULL, rules TEXT NOT NULL, position BIGINT NOT NULL, version BIGINT NOT NULL,
  UNIQUE (contest_id, key)
);
CREATE TABLE rounds (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), key TEXT NOT NULL, name TEXT NOT NULL, position BIGINT NOT NULL, quota BIGINT NOT NULL,
  advance TEXT NOT NULL, deliberation BOOLEAN NOT NULL, state TEXT NOT NULL, opened_at BIGINT, closed_at BIGINT, version BIGINT NOT NULL, UNIQUE (contest_id, key)
);
CREATE TABLE category_rubrics (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, category_id BIGINT NOT NULL REFERENCES categories(id), round_id BIGINT NOT NULL REFERENCES rounds(id), rubric_id BIGINT NOT NULL REFERENCES rubrics(id),
  UNIQUE (category_id, round_id)
);
CREATE TABLE prizes (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), group_id BIGINT REFERENCES category_groups(id), level TEXT NOT NULL, count BIGINT NOT NULL,
  money BIGINT NOT NULL, position BIGINT NOT NULL
);
CREATE INDEX prizes_by_contest ON prizes(contest_id);
CREATE TABLE memberships (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), account_id BIGINT NOT NULL REFERENCES accounts(id), role TEXT NOT NULL,
  unit_id BIGINT REFERENCES units(id), granted_at BIGINT NOT NULL, granted_by BIGINT REFERENCES accounts(id), ended_at BIGINT,
  UNIQUE (contest_id, account_id, role)
);
CREATE INDEX memberships_by_account ON memberships(account_id);
CREATE TABLE invitations (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT REFERENCES contests(id), role TEXT NOT NULL, name TEXT NOT NULL, email TEXT, unit_id BIGINT REFERENCES units(id),
  token_hash BLOB NOT NULL UNIQUE, invited_at BIGINT NOT NULL, invited_by BIGINT REFERENCES accounts(id), expires_at BIGINT NOT NULL, accepted_at BIGINT,
  accepted_by BIGINT REFERENCES accounts(id), revoked_at BIGINT
);

-- Entries
CREATE TABLE entries (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), owner_id BIGINT NOT NULL REFERENCES accounts(id), category_id BIGINT REFERENCES categories(id),
  token TEXT NOT NULL UNIQUE, state TEXT NOT NULL, receipt_code TEXT UNIQUE, blind_code TEXT, public_code TEXT UNIQUE,
  title TEXT NOT NULL, title_folded TEXT NOT NULL, pen_name TEXT NOT NULL, summary TEXT NOT NULL, body TEXT NOT NULL, outlet TEXT NOT NULL, published_on TEXT,
  link TEXT NOT NULL, portrays TEXT NOT NULL, topic TEXT NOT NULL, author_kind TEXT NOT NULL, group_name TEXT NOT NULL, unit_id BIGINT REFERENCES units(id),
  unit_name TEXT NOT NULL, ai_used TEXT, ai_note TEXT NOT NULL, commitments TEXT NOT NULL, gallery_consent BOOLEAN NOT NULL, rules_number BIGINT,
  late BOOLEAN NOT NULL, on_behalf_by BIGINT REFERENCES accounts(id), postmark_on TEXT, version BIGINT NOT NULL, submitted_number BIGINT NOT NULL,
  created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, submitted_at BIGINT, state_at BIGINT NOT NULL, state_by BIGINT REFERENCES accounts(id),
  correction_text TEXT NOT NULL, correction_due_at BIGINT, decision_reason TEXT NOT NULL, UNIQUE (contest_id, blind_code)
);
-- Wide enough to count and to order without touching the rows, which hold whole texts.
CREATE INDEX entries_by_contest_state ON entries (contest_id, state, submitted_at, category_id, unit_name, title_folded, receipt_code);
CREATE INDEX entries_by_owner ON entries(owner_id);
CREATE INDEX entries_by_category ON entries(category_id);
CREATE TABLE entry_versions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, entry_id BIGINT NOT NULL REFERENCES entries(id), number BIGINT NOT NULL, content TEXT NOT NULL, made_at BIGINT NOT NULL,
  made_by BIGINT REFERENCES accounts(id), UNIQUE (entry_id, number)
);
CREATE TABLE authors (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, entry_id BIGINT NOT NULL REFERENCES entries(id), position BIGINT NOT NULL, name TEXT NOT NULL, name_folded TEXT NOT NULL, birth_date TEXT,
  share BIGINT, unit_id BIGINT REFERENCES units(id), unit_name TEXT NOT NULL, phone TEXT NOT NULL, guardian_name TEXT NOT NULL, guardian_phone TEXT NOT NULL,
  guardian_consent BOOLEAN NOT NULL
);
CREATE INDEX authors_by_entry ON authors(entry_id);
CREATE INDEX authors_by_name ON authors (name_folded, entry_id);
CREATE TABLE files (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, entry_id BIGINT NOT NULL REFERENCES entries(id), token TEXT NOT NULL UNIQUE, slot BIGINT NOT NULL, position BIGINT NOT NULL, name TEXT NOT NULL,
  caption TEXT NOT NULL, state TEXT NOT NULL, faults TEXT NOT NULL, unverified TEXT NOT NULL, size BIGINT NOT NULL, sha256 BLOB NOT NULL, blob_key TEXT NOT NULL,
  kind TEXT, width BIGINT, height BIGINT, duration_ms BIGINT, words BIGINT, pages BIGINT, created_at BIGINT NOT NULL, removed_at BIGINT, released_at BIGINT,
  released_by BIGINT REFERENCES accounts(id)
);
CREATE INDEX files_by_entry ON files(entry_id);
CREATE INDEX files_by_hash ON files(sha256);
CREATE TABLE renditions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, file_id BIGINT NOT NULL REFERENCES files(id), kind TEXT NOT NULL, token TEXT NOT NULL UNIQUE, blob_key TEXT NOT NULL, size BIGINT NOT NULL,
  sha256 BLOB NOT NULL, file_kind TEXT NOT NULL, width BIGINT, height BIGINT, made_at BIGINT NOT NULL, made_by BIGINT REFERENCES accounts(id),
  UNIQUE (file_id, kind)
);
CREATE TABLE checks (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, entry_id BIGINT NOT NULL REFERENCES entries(id), key TEXT NOT NULL, ticked_at BIGINT NOT NULL, ticked_by BIGINT NOT NULL REFERENCES accounts(id),
  UNIQUE (entry_id, key)
);
-- The hash of a text without marks, case and spaces: the same text handed in twice is found by it.
CREATE TABLE text_prints (entry_id BIGINT NOT NULL PRIMARY KEY REFERENCES entries(id), print BLOB NOT NULL);
CREATE INDEX text_prints_by_print ON text_prints(print);
CREATE TABLE claims (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, entry_id BIGINT NOT NULL UNIQUE REFERENCES entries(id), code_hash BLOB NOT NULL, made_at BIGINT NOT NULL,
  made_by BIGINT REFERENCES accounts(id)
);
CREATE TABLE extensions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), account_id BIGINT NOT NULL REFERENCES accounts(id), until_at BIGINT NOT NULL, reason TEXT NOT NULL,
  granted_at BIGINT NOT NULL, granted_by BIGINT NOT NULL REFERENCES accounts(id)
);
CREATE INDEX extensions_by_account ON extensions(account_id);

-- Judging
CREATE TABLE panels (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), round_id BIGINT NOT NULL REFERENCES rounds(id), group_id BIGINT NOT NULL REFERENCES category_groups(id),
  UNIQUE (round_id, group_id)
);
CREATE TABLE panel_members (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, panel_id BIGINT NOT NULL REFERENCES panels(id), account_id BIGINT NOT NULL REFERENCES accounts(id), is_head BOOLEAN NOT NULL, added_at BIGINT NOT NULL,
  added_by BIGINT REFERENCES accounts(id), removed_at BIGINT, UNIQUE (panel_id, account_id)
);
CREATE TABLE conflicts (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), judge_id BIGINT NOT NULL REFERENCES accounts(id), entry_id BIGINT NOT NULL REFERENCES entries(id),
  source TEXT NOT NULL, present BOOLEAN NOT NULL, reason TEXT NOT NULL, made_at BIGINT NOT NULL, made_by BIGINT REFERENCES accounts(id),
  UNIQUE (judge_id, entry_id, source)
);
CREATE INDEX conflicts_by_contest ON conflicts(contest_id);
CREATE TABLE assignments (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), round_id BIGINT NOT NULL REFERENCES rounds(id), entry_id BIGINT NOT NULL REFERENCES entries(id),
  judge_id BIGINT NOT NULL REFERENCES accounts(id), token TEXT NOT NULL UNIQUE, order_key BIGINT NOT NULL, state TEXT NOT NULL, origin TEXT NOT NULL,
  version BIGINT NOT NULL, comment TEXT NOT NULL, skipped BOOLEAN NOT NULL, last_key TEXT NOT NULL, created_at BIGINT NOT NULL,
  created_by BIGINT REFERENCES accounts(id), updated_at BIGINT NOT NULL, handed_in_at BIGINT, locked_at BIGINT, ended_at BIGINT,
  UNIQUE (round_id, entry_id, judge_id)
);
CREATE INDEX assignments_by_judge ON assignments(judge_id, round_id);
CREATE INDEX assignments_by_entry ON assignments(entry_id);
CREATE INDEX assignments_by_round ON assignments(round_id, state, entry_id);
CREATE TABLE marks (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, assignment_id BIGINT NOT NULL REFERENCES assignments(id), criterion_id BIGINT NOT NULL REFERENCES criteria(id), points BIGINT NOT NULL,
  marked_at BIGINT NOT NULL, UNIQUE (assignment_id, criterion_id)
);
CREATE TABLE sheet_copies (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, assignment_id BIGINT NOT NULL REFERENCES assignments(id), number BIGINT NOT NULL, content TEXT NOT NULL, handed_in_at BIGINT NOT NULL,
  UNIQUE (assignment_id, number)
);
CREATE TABLE advancements (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), round_id BIGINT NOT NULL REFERENCES rounds(id), entry_id BIGINT NOT NULL REFERENCES entries(id),
  way TEXT NOT NULL, reason TEXT NOT NULL, made_at BIGINT NOT NULL, made_by BIGINT REFERENCES accounts(id), UNIQUE (round_id, entry_id)
);

-- Results
CREATE TABLE tie_votes (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, round_id BIGINT NOT NULL REFERENCES rounds(id), entry_id BIGINT NOT NULL REFERENCES entries(id), place BIGINT NOT NULL, made_at BIGINT NOT NULL,
  made_by BIGINT REFERENCES accounts(id), UNIQUE (round_id, entry_id)
);
CREATE TABLE awards (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), prize_id BIGINT NOT NULL REFERENCES prizes(id), entry_id BIGINT REFERENCES entries(id),
  unit_id BIGINT REFERENCES units(id), position BIGINT NOT NULL, reason TEXT NOT NULL, made_at BIGINT NOT NULL, made_by BIGINT REFERENCES accounts(id),
  revoked_at BIGINT, revoked_reason TEXT NOT NULL
);
CREATE UNIQUE INDEX awards_of_entry ON awards(contest_id, entry_id) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX awards_of_unit ON awards(contest_id, unit_id) WHERE revoked_at IS NULL;
CREATE TABLE vacancies (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), prize_id BIGINT NOT NULL UNIQUE REFERENCES prizes(id), reason TEXT NOT NULL,
  made_at BIGINT NOT NULL, made_by BIGINT REFERENCES accounts(id)
);
CREATE TABLE gallery_hidings (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), entry_id BIGINT NOT NULL UNIQUE REFERENCES entries(id), reason TEXT NOT NULL,
  made_at BIGINT NOT NULL, made_by BIGINT REFERENCES accounts(id)
);
CREATE TABLE unblindings (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL UNIQUE REFERENCES contests(id), made_at BIGINT NOT NULL, made_by BIGINT REFERENCES accounts(id)
);
CREATE TABLE publications (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT NOT NULL REFERENCES contests(id), number BIGINT NOT NULL, state TEXT NOT NULL, content TEXT NOT NULL, sha256 BLOB NOT NULL,
  reason TEXT NOT NULL, proposed_at BIGINT NOT NULL, proposed_by BIGINT REFERENCES accounts(id), approved_at BIGINT, approved_by BIGINT REFERENCES accounts(id),
  UNIQUE (contest_id, number)
);

-- Word to people, work in the background, the log
CREATE TABLE messages (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contest_id BIGINT REFERENCES contests(id), account_id BIGINT REFERENCES accounts(id), kind TEXT NOT NULL, recipient TEXT, recipient_name TEXT NOT NULL,
  phone TEXT, subject TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, attempts BIGINT NOT NULL, error TEXT NOT NULL, next_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL, done_at BIGINT, done_by BIGINT REFERENCES accounts(id)
);
CREATE INDEX messages_by_state ON messages(state, next_at);
CREATE INDEX messages_by_contest ON messages(contest_id);
CREATE TABLE jobs (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL, run_at BIGINT NOT NULL, leased_until BIGINT, attempts BIGINT NOT NULL,
  error TEXT NOT NULL, created_at BIGINT NOT NULL, done_at BIGINT
);
CREATE INDEX jobs_by_state ON jobs(state, run_at);
CREATE TABLE audit_events (
  seq BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, action TEXT NOT NULL, actor_id BIGINT, contest_id BIGINT, subject TEXT NOT NULL, subject_id BIGINT NOT NULL,
  data TEXT NOT NULL, request_id TEXT NOT NULL, prev_hash BLOB NOT NULL, hash BLOB NOT NULL
);
CREATE INDEX audit_events_by_subject ON audit_events(subject, subject_id);
CREATE INDEX audit_events_by_contest ON audit_events(contest_id, seq);
CREATE TABLE audit_notes (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, seq BIGINT NOT NULL REFERENCES audit_events(seq), name TEXT NOT NULL, salt BLOB NOT NULL, body TEXT NOT NULL);
CREATE INDEX audit_notes_by_seq ON audit_notes(seq);
CREATE TABLE audit_head (id BIGINT NOT NULL PRIMARY KEY, seq BIGINT NOT NULL, hash BLOB NOT NULL);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, X'0000000000000000000000000000000000000000000000000000000000000000');
