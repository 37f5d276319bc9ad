-- Change records: the truth. Everything else up to the ledgers is folded from them.
CREATE TABLE op (
    id BLOB NOT NULL, r BLOB NOT NULL, n INTEGER NOT NULL, l INTEGER NOT NULL, at TEXT NOT NULL, w BLOB NOT NULL,
    st TEXT NOT NULL, sv INTEGER NOT NULL, t TEXT NOT NULL, k BLOB NOT NULL, a TEXT NOT NULL, o TEXT NOT NULL,
    payload TEXT, salt BLOB, parked INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX op_id ON op (id);
CREATE INDEX op_k ON op (k);
CREATE INDEX op_rn ON op (r, n);

-- Conflicts that are open now.
CREATE TABLE conflict (
    id BLOB NOT NULL PRIMARY KEY, t TEXT NOT NULL, k BLOB NOT NULL, grp TEXT NOT NULL, heads TEXT NOT NULL
);
CREATE INDEX conflict_k ON conflict (k);

-- Registers.
CREATE TABLE unit (
    id BLOB NOT NULL PRIMARY KEY, code TEXT, name TEXT, tier TEXT, division TEXT, parent TEXT, residence TEXT,
    population INTEGER, opened_on TEXT, policy TEXT, month_start_day INTEGER, alive INTEGER NOT NULL, owner TEXT
    NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB,
    changed_at TEXT NOT NULL
);
CREATE TABLE policy_continuation (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, policy TEXT, start_on TEXT, end_on TEXT, decision TEXT, alive INTEGER
    NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL,
    entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE enrolment (
    id BLOB NOT NULL PRIMARY KEY, truster TEXT, replica BLOB, unit TEXT, name TEXT, sign_key TEXT, age_key TEXT,
    first_seq INTEGER, state TEXT, until_seq INTEGER, until_chain TEXT, alive INTEGER NOT NULL, owner TEXT NOT
    NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at
    TEXT NOT NULL
);
CREATE TABLE staff (
    id BLOB NOT NULL PRIMARY KEY, name TEXT, gender TEXT, birth_date TEXT, resident_id TEXT, phone TEXT,
    ethnic_group TEXT, political_status TEXT, education TEXT, degree TEXT, major TEXT, social_work_graduate
    INTEGER, source TEXT, unit TEXT, employment_kind TEXT, joined_on TEXT, left_on TEXT, left_reason TEXT,
    key_talent TEXT, academic_title TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE certificate (
    id BLOB NOT NULL PRIMARY KEY, staff BLOB, level TEXT, number TEXT, issued_on TEXT, alive INTEGER NOT NULL,
    owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by
    BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE registration (
    id BLOB NOT NULL PRIMARY KEY, certificate BLOB, kind TEXT, registered_on TEXT, valid_until TEXT, alive INTEGER
    NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL,
    entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE training (
    id BLOB NOT NULL PRIMARY KEY, title TEXT, kind TEXT, provider TEXT, mode TEXT, start_on TEXT, end_on TEXT,
    tenths INTEGER, measure TEXT, field TEXT, proof_number TEXT, note TEXT, alive INTEGER NOT NULL, owner TEXT NOT
    NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at
    TEXT NOT NULL
);
CREATE TABLE attendance (
    id BLOB NOT NULL PRIMARY KEY, training BLOB, staff BLOB, tenths INTEGER, approved INTEGER, approved_by BLOB,
    approved_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT
    NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE training_exemption (
    id BLOB NOT NULL PRIMARY KEY, staff BLOB, policy TEXT, requirement TEXT, start_on TEXT, end_on TEXT, reason
    TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE household (
    id BLOB NOT NULL PRIMARY KEY, number TEXT, head BLOB, head_name TEXT, village TEXT, village_name TEXT, address
    TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE client (
    id BLOB NOT NULL PRIMARY KEY, name TEXT, gender TEXT, birth_date TEXT, resident_id TEXT, aliases TEXT, phone
    TEXT, village TEXT, village_name TEXT, address TEXT, residence TEXT, household BLOB, relation TEXT,
    ethnic_group TEXT, living_situation TEXT, self_care TEXT, disability_kind TEXT, disability_grade TEXT, health
    TEXT, guardian TEXT, guardian_relation TEXT, guardian_phone TEXT, emergency_contact TEXT, emergency_phone
    TEXT, attention_level TEXT, worker BLOB, opened_on TEXT, opened_by BLOB, source TEXT, file_state TEXT,
    ended_on TEXT, end_reason TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts
    INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE client_category (
    id BLOB NOT NULL PRIMARY KEY, client BLOB, household BLOB, category TEXT, level TEXT, start_on TEXT, end_on
    TEXT, document TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT
    NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE visit_plan (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, category TEXT, attention_level TEXT, client BLOB, times INTEGER,
    period TEXT, allow_phone INTEGER, start_on TEXT, end_on TEXT, clause TEXT, decided_on TEXT, alive INTEGER NOT
    NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL,
    entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE service_case (
    id BLOB NOT NULL PRIMARY KEY, number TEXT, unit TEXT, opened_on TEXT, field TEXT, source TEXT, worker BLOB,
    stage TEXT, stage_on TEXT, state TEXT, closed_on TEXT, close_reason TEXT, problem TEXT, assessment TEXT, plan
    TEXT, risk TEXT, pre_test TEXT, post_test TEXT, review_due TEXT, next_contact TEXT, satisfaction INTEGER,
    alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT
    NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE case_client (
    id BLOB NOT NULL PRIMARY KEY, service_case BLOB, client BLOB, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops
    INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT
    NULL
);
CREATE TABLE case_goal (
    id BLOB NOT NULL PRIMARY KEY, service_case BLOB, position INTEGER, goal TEXT, baseline TEXT, target TEXT,
    result TEXT, achieved TEXT, scored_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE service_log (
    id BLOB NOT NULL PRIMARY KEY, service_date TEXT, part_of_day TEXT, start_time TEXT, end_time TEXT, minutes INTEGER, method TEXT,
    field TEXT, duty TEXT, unit TEXT, writer BLOB, service_case BLOB, group_ref BLOB, group_title TEXT,
    activity_ref BLOB, activity_title TEXT, village TEXT, village_name TEXT, place TEXT, note TEXT, next_contact
    TEXT, heads INTEGER, person_times INTEGER, households INTEGER, session_no INTEGER, volunteers INTEGER,
    value_fen INTEGER, state TEXT, reviewer BLOB, reviewed_on TEXT, return_reason TEXT, alive INTEGER NOT NULL,
    owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by
    BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE log_client (
    id BLOB NOT NULL PRIMARY KEY, service_log BLOB, client BLOB, outcome TEXT, alive INTEGER NOT NULL, owner TEXT
    NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB,
    changed_at TEXT NOT NULL
);
CREATE TABLE log_colleague (
    id BLOB NOT NULL PRIMARY KEY, service_log BLOB, staff BLOB, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops
    INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT
    NULL
);
CREATE TABLE affairs_item (
    id BLOB NOT NULL PRIMARY KEY, service_log BLOB, position INTEGER, item TEXT, item_title TEXT, n INTEGER,
    measure TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);

CREATE INDEX staff_name ON staff (name);
CREATE INDEX certificate_staff ON certificate (staff);
CREATE INDEX registration_certificate ON registration (certificate);
CREATE INDEX attendance_training ON attendance (training);
CREATE INDEX attendance_staff ON attendance (staff);
CREATE INDEX client_name ON client (name);
CREATE INDEX client_resident_id ON client (resident_id) WHERE resident_id IS NOT NULL;
CREATE INDEX client_household ON client (household) WHERE household IS NOT NULL;
CREATE INDEX client_owner ON client (owner);
CREATE INDEX service_case_unit ON service_case (unit);
CREATE INDEX client_category_client ON client_category (client) WHERE client IS NOT NULL;
CREATE INDEX client_category_household ON client_category (household) WHERE household IS NOT NULL;
CREATE INDEX case_client_case ON case_client (service_case);
CREATE INDEX case_client_client ON case_client (client);
CREATE INDEX case_goal_case ON case_goal (service_case);
CREATE INDEX service_log_day ON service_log (unit, service_date);
CREATE INDEX service_log_case ON service_log (service_case) WHERE service_case IS NOT NULL;
CREATE INDEX log_client_log ON log_client (service_log);
CREATE INDEX log_client_client ON log_client (client);
CREATE INDEX log_colleague_log ON log_colleague (service_log);
CREATE INDEX affairs_item_log ON affairs_item (service_log);

-- Kept on this machine only.
CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT);
CREATE TABLE replica (
    id BLOB NOT NULL PRIMARY KEY, station TEXT, held INTEGER NOT NULL DEFAULT 0, total BLOB NOT NULL,
    last INTEGER NOT NULL DEFAULT 0, chain BLOB NOT NULL, highest INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE digest (t TEXT NOT NULL PRIMARY KEY, ops INTEGER NOT NULL, total BLOB NOT NULL);
CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, op_id BLOB, r BLOB, n INTEGER, reason TEXT NOT NULL, line BLOB NOT NULL,
    bundle TEXT
);
CREATE TABLE received_bundle (
    sha256 TEXT NOT NULL PRIMARY KEY, file TEXT NOT NULL, at TEXT NOT NULL, status TEXT NOT NULL, reason TEXT,
    station TEXT, replica BLOB, bundle_no INTEGER, ranges TEXT, ops INTEGER, new INTEGER, known INTEGER, manifest TEXT
);
CREATE TABLE sent_bundle (
    bundle_no INTEGER NOT NULL PRIMARY KEY, file TEXT NOT NULL, at TEXT NOT NULL, sha256 TEXT NOT NULL,
    profile TEXT NOT NULL, peer TEXT NOT NULL, ranges TEXT NOT NULL, ops INTEGER NOT NULL, bytes INTEGER NOT NULL
);
CREATE TABLE receipt (
    replica BLOB NOT NULL, county TEXT NOT NULL, incarnation INTEGER NOT NULL, n INTEGER NOT NULL, chain BLOB NOT NULL,
    at TEXT NOT NULL, PRIMARY KEY (replica, county)
);
CREATE TABLE card (
    fingerprint TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, unit TEXT NOT NULL, replica BLOB, body TEXT NOT NULL,
    state TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE local_action (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, name TEXT NOT NULL, subject TEXT, worker BLOB NOT NULL, rows TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE draft (
    id INTEGER PRIMARY KEY, form TEXT NOT NULL, row BLOB, worker BLOB, content TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, worker BLOB, what TEXT NOT NULL, t TEXT, k BLOB, detail TEXT,
    chain BLOB NOT NULL
);
