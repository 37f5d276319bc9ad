-- The rest of the working book: people, posts, service, projects, control (docs/glossary.md).
CREATE TABLE exam_result (
    id BLOB NOT NULL PRIMARY KEY, staff BLOB, level TEXT, year INTEGER, subject TEXT, state TEXT, score INTEGER,
    passed_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE subsidy_payment (
    id BLOB NOT NULL PRIMARY KEY, staff BLOB, kind TEXT, paid_on TEXT, value_fen INTEGER, payer TEXT, document TEXT,
    alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT
    NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE honour (
    id BLOB NOT NULL PRIMARY KEY, staff BLOB, institution BLOB, project BLOB, unit TEXT, title TEXT, granted_on
    TEXT, level TEXT, kind TEXT, issuer TEXT, document TEXT, state TEXT, alive INTEGER NOT NULL, owner TEXT NOT
    NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at
    TEXT NOT NULL
);
CREATE TABLE supervision (
    id BLOB NOT NULL PRIMARY KEY, supervisor BLOB, supervisor_name TEXT, qualification TEXT, held_on TEXT,
    start_time TEXT, end_time TEXT, minutes INTEGER, form TEXT, onsite INTEGER, aim TEXT, unit TEXT, project BLOB,
    topics TEXT, advice TEXT, due_on TEXT, carried_out TEXT, carried_out_on TEXT, supervisor_signed_on TEXT,
    supervisee_signed_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER
    NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE supervisee (
    id BLOB NOT NULL PRIMARY KEY, supervision BLOB, staff BLOB, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops
    INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT
    NULL
);
CREATE TABLE mentoring (
    id BLOB NOT NULL PRIMARY KEY, mentor BLOB, mentee BLOB, start_on TEXT, end_on TEXT, aim TEXT, outcome TEXT,
    alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT
    NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE institution (
    id BLOB NOT NULL PRIMARY KEY, name TEXT, credit_code TEXT, legal_form TEXT, registered_on TEXT, authority TEXT,
    division TEXT, supervisory_unit TEXT, filing_state TEXT, filed_on TEXT, filing_number TEXT, person_in_charge
    TEXT, phone TEXT, address TEXT, founder TEXT, founder_staff BLOB, mentor_institution BLOB, state TEXT, ended_on
    TEXT, end_reason TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT
    NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE institution_year (
    id BLOB NOT NULL PRIMARY KEY, institution BLOB, year INTEGER, income_fen INTEGER, cost_fen INTEGER, labour_fen
    INTEGER, annual_check TEXT, staff_total INTEGER, note TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops
    INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT
    NULL
);
CREATE TABLE institution_check (
    id BLOB NOT NULL PRIMARY KEY, institution BLOB, kind TEXT, held_on TEXT, department TEXT, content TEXT, result
    TEXT, due_on TEXT, settled_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts
    INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE community (
    id BLOB NOT NULL PRIMARY KEY, name TEXT, division TEXT, kind TEXT, unit TEXT, population INTEGER,
    household_total INTEGER, note TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts
    INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE post (
    id BLOB NOT NULL PRIMARY KEY, title TEXT, unit TEXT, institution BLOB, kind TEXT, professional INTEGER,
    required_level TEXT, employment TEXT, funding TEXT, post_grade TEXT, duties TEXT, conditions TEXT, org_type
    TEXT, system TEXT, field TEXT, community BLOB, project BLOB, opened_on TEXT, closed_on TEXT, published_on TEXT,
    alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT
    NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE post_holding (
    id BLOB NOT NULL PRIMARY KEY, post BLOB, staff BLOB, start_on TEXT, end_on TEXT, employment TEXT, track TEXT,
    lent_to TEXT, end_reason TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts
    INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE evaluation_scheme (
    id BLOB NOT NULL PRIMARY KEY, title TEXT, unit TEXT, subject TEXT, policy TEXT, source TEXT, start_on TEXT,
    end_on TEXT, grades TEXT, full_score INTEGER, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE scheme_element (
    id BLOB NOT NULL PRIMARY KEY, scheme BLOB, position INTEGER, element TEXT, title TEXT, weight INTEGER, figure
    TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at
    TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE evaluation (
    id BLOB NOT NULL PRIMARY KEY, scheme BLOB, staff BLOB, post BLOB, institution BLOB, project BLOB, start_on TEXT,
    end_on TEXT, state TEXT, grade TEXT, total INTEGER, comment TEXT, used_for TEXT, evaluator BLOB, evaluator_name
    TEXT, evaluator_kind TEXT, evaluated_on TEXT, self_signed_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL,
    ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT
    NULL
);
CREATE TABLE evaluation_score (
    id BLOB NOT NULL PRIMARY KEY, evaluation BLOB, element BLOB, self_score INTEGER, self_note TEXT, score INTEGER,
    note TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE credit_entry (
    id BLOB NOT NULL PRIMARY KEY, staff BLOB, institution BLOB, kind TEXT, happened_on TEXT, content TEXT, document
    TEXT, issuer TEXT, public INTEGER, public_basis TEXT, public_until TEXT, alive INTEGER NOT NULL, owner TEXT NOT
    NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at
    TEXT NOT NULL
);
CREATE TABLE complaint (
    id BLOB NOT NULL PRIMARY KEY, received_on TEXT, staff BLOB, institution BLOB, project BLOB, unit TEXT, kind
    TEXT, source TEXT, complainant TEXT, phone TEXT, content TEXT, state TEXT, due_on TEXT, handler BLOB, result
    TEXT, settled_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT
    NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE allowance_rate (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, policy TEXT, item TEXT, level TEXT, start_on TEXT, end_on TEXT,
    value_fen INTEGER, period TEXT, decision TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT
    NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE measure_conversion (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, policy TEXT, from_measure TEXT, to_measure TEXT, from_tenths INTEGER,
    to_tenths INTEGER, start_on TEXT, end_on TEXT, decision TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops
    INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT
    NULL
);
CREATE TABLE policy_pack (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, policy TEXT, title TEXT, issued_on TEXT, text_hash TEXT, parts INTEGER,
    state TEXT, state_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER
    NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE policy_part (
    id BLOB NOT NULL PRIMARY KEY, pack BLOB, position INTEGER, body TEXT, alive INTEGER NOT NULL, owner TEXT NOT
    NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at
    TEXT NOT NULL
);
CREATE TABLE list_entry (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, list TEXT, code TEXT, zh TEXT, en TEXT, aliases TEXT, holder TEXT,
    measure TEXT, category_class TEXT, state TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT
    NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE handover_sheet (
    id BLOB NOT NULL PRIMARY KEY, giver BLOB, receiver BLOB, handed_on TEXT, reason TEXT, content TEXT, promises
    TEXT, keys TEXT, note TEXT, giver_signed_on TEXT, receiver_signed_on TEXT, witness TEXT, alive INTEGER NOT NULL,
    owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by
    BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE consent (
    id BLOB NOT NULL PRIMARY KEY, client BLOB, kind TEXT, start_on TEXT, end_on TEXT, scope TEXT, form TEXT,
    given_by TEXT, signed_by TEXT, withdrawn_on TEXT, withdraw_reason TEXT, alive INTEGER NOT NULL, owner TEXT NOT
    NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at
    TEXT NOT NULL
);
CREATE TABLE child_file (
    id BLOB NOT NULL PRIMARY KEY, client BLOB, kind TEXT, start_on TEXT, end_on TEXT, end_reason TEXT, father TEXT,
    mother TEXT, parents_place TEXT, carer TEXT, carer_relation TEXT, carer_phone TEXT, delegated_on TEXT, school
    TEXT, grade TEXT, guardianship TEXT, assessed_on TEXT, child_director TEXT, alive INTEGER NOT NULL, owner TEXT
    NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB,
    changed_at TEXT NOT NULL
);
CREATE TABLE incident (
    id BLOB NOT NULL PRIMARY KEY, client BLOB, kind TEXT, found_on TEXT, found_at TEXT, found_by BLOB, content TEXT,
    reported_on TEXT, reported_at TEXT, reported_to TEXT, reported_by BLOB, result TEXT, closed_on TEXT, alive
    INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT
    NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE case_referral (
    id BLOB NOT NULL PRIMARY KEY, client BLOB, service_case BLOB, service_log BLOB, worker BLOB, referred_on TEXT,
    receiver TEXT, receiving_person TEXT, phone TEXT, reason TEXT, consented INTEGER, answer_by TEXT, result TEXT,
    answered_on TEXT, answer_note TEXT, followed_up_on TEXT, follow_note TEXT, alive INTEGER NOT NULL, owner TEXT
    NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB,
    changed_at TEXT NOT NULL
);
CREATE TABLE material_given (
    id BLOB NOT NULL PRIMARY KEY, client BLOB, household BLOB, service_log BLOB, activity BLOB, given_on TEXT, what
    TEXT, quantity INTEGER, measure TEXT, value_fen INTEGER, resource BLOB, source TEXT, receiver TEXT, alive
    INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT
    NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE case_step (
    id BLOB NOT NULL PRIMARY KEY, service_case BLOB, position INTEGER, step TEXT, case_goal BLOB, due_on TEXT,
    done_on TEXT, result TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER
    NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE log_goal (
    id BLOB NOT NULL PRIMARY KEY, service_log BLOB, case_goal BLOB, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops
    INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT
    NULL
);
CREATE TABLE case_conference (
    id BLOB NOT NULL PRIMARY KEY, service_case BLOB, held_on TEXT, participants TEXT, content TEXT, decision TEXT,
    alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT
    NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE service_group (
    id BLOB NOT NULL PRIMARY KEY, number TEXT, unit TEXT, title TEXT, kind TEXT, opened_on TEXT, field TEXT, worker
    BLOB, co_worker BLOB, aims TEXT, theory TEXT, target TEXT, planned_sessions INTEGER, place TEXT, budget_fen
    INTEGER, recruitment TEXT, wanted INTEGER, recruit_from TEXT, recruit_to TEXT, phase TEXT, phase_on TEXT, state
    TEXT, ended_on TEXT, end_reason TEXT, summary TEXT, effect TEXT, pre_test TEXT, post_test TEXT, spent_fen
    INTEGER, approval TEXT, approved_by BLOB, approved_on TEXT, approval_reason TEXT, alive INTEGER NOT NULL, owner
    TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB,
    changed_at TEXT NOT NULL
);
CREATE TABLE group_member (
    id BLOB NOT NULL PRIMARY KEY, service_group BLOB, client BLOB, name TEXT, joined_on TEXT, left_on TEXT,
    left_reason TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE group_session (
    id BLOB NOT NULL PRIMARY KEY, service_group BLOB, session_no INTEGER, planned_on TEXT, topic TEXT, aims TEXT,
    materials TEXT, held_on TEXT, start_time TEXT, end_time TEXT, minutes INTEGER, place TEXT, unnamed_heads
    INTEGER, note TEXT, next_step TEXT, service_log BLOB, spent_fen INTEGER, alive INTEGER NOT NULL, owner TEXT NOT
    NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at
    TEXT NOT NULL
);
CREATE TABLE group_attendance (
    id BLOB NOT NULL PRIMARY KEY, group_session BLOB, group_member BLOB, state TEXT, alive INTEGER NOT NULL, owner
    TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB,
    changed_at TEXT NOT NULL
);
CREATE TABLE activity (
    id BLOB NOT NULL PRIMARY KEY, number TEXT, unit TEXT, title TEXT, kind TEXT, held_on TEXT, field TEXT, worker
    BLOB, plan TEXT, aims TEXT, target TEXT, planned_heads INTEGER, budget_fen INTEGER, village TEXT, village_name
    TEXT, place TEXT, heads INTEGER, volunteers INTEGER, minutes INTEGER, partners TEXT, spent_fen INTEGER, note
    TEXT, summary TEXT, effect TEXT, state TEXT, approval TEXT, approved_by BLOB, approved_on TEXT, approval_reason
    TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at
    TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE need (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, title TEXT, kind TEXT, client BLOB, found_on TEXT, village TEXT,
    village_name TEXT, content TEXT, urgency TEXT, wanted_by TEXT, quantity INTEGER, measure TEXT, state TEXT,
    state_on TEXT, state_reason TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts
    INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE resource (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, title TEXT, kind TEXT, provider TEXT, contact_name TEXT, phone TEXT,
    address TEXT, content TEXT, quantity INTEGER, measure TEXT, value_fen INTEGER, start_on TEXT, end_on TEXT, state
    TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at
    TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE need_match (
    id BLOB NOT NULL PRIMARY KEY, need BLOB, resource BLOB, volunteer BLOB, staff BLOB, state TEXT, state_on TEXT,
    outcome TEXT, benefited INTEGER, value_fen INTEGER, service_log BLOB, alive INTEGER NOT NULL, owner TEXT NOT
    NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at
    TEXT NOT NULL
);
CREATE TABLE volunteer (
    id BLOB NOT NULL PRIMARY KEY, name TEXT, gender TEXT, birth_date TEXT, unit TEXT, phone TEXT, village TEXT,
    village_name TEXT, number TEXT, registered_on TEXT, team TEXT, skills TEXT, step TEXT, step_on TEXT, state TEXT,
    left_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE volunteer_shift (
    id BLOB NOT NULL PRIMARY KEY, volunteer BLOB, served_on TEXT, minutes INTEGER, activity BLOB, service_group
    BLOB, service_log BLOB, content TEXT, proof_number TEXT, confirmed INTEGER, confirmed_by BLOB, confirmed_on
    TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at
    TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE community_org (
    id BLOB NOT NULL PRIMARY KEY, name TEXT, unit TEXT, kind TEXT, since TEXT, village TEXT, village_name TEXT,
    members INTEGER, party_members INTEGER, leader TEXT, phone TEXT, filing_state TEXT, state TEXT, ended_on TEXT,
    alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT
    NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE satisfaction_survey (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, subject_table TEXT, subject BLOB, surveyed_on TEXT, sent INTEGER,
    returned INTEGER, very_satisfied INTEGER, satisfied INTEGER, neutral INTEGER, dissatisfied INTEGER,
    very_dissatisfied INTEGER, note TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE need_survey (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, title TEXT, surveyed_on TEXT, project BLOB, population TEXT, sent
    INTEGER, returned INTEGER, findings TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE work_plan (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, kind TEXT, period TEXT, staff BLOB, content TEXT, alive INTEGER NOT
    NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL,
    entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE meeting_record (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, held_on TEXT, title TEXT, kind TEXT, attendees TEXT, content TEXT,
    decisions TEXT, service_log BLOB, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts
    INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE attachment (
    id BLOB NOT NULL PRIMARY KEY, subject_table TEXT, subject BLOB, kind TEXT, file_hash TEXT, bytes INTEGER, media
    TEXT, title TEXT, taken_on TEXT, shows_face INTEGER, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER
    NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE visit_surge (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, title TEXT, kind TEXT, start_on TEXT, end_on TEXT, attention_level
    TEXT, category TEXT, village TEXT, times INTEGER, period TEXT, allow_phone INTEGER, alive INTEGER NOT NULL,
    owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by
    BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE snooze (
    id BLOB NOT NULL PRIMARY KEY, kind TEXT, subject_table TEXT, subject BLOB, until TEXT, reason TEXT, alive
    INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT
    NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE month_approval (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, period TEXT, state TEXT, approved_by BLOB, approved_on TEXT, seed TEXT,
    sampled INTEGER, read INTEGER, total INTEGER, note TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops
    INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT
    NULL
);
CREATE TABLE report_snapshot (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, kind TEXT, period TEXT, made_on TEXT, made_by BLOB, text_hash TEXT,
    figures TEXT, reviewer TEXT, sent_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE report_adjustment (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, period TEXT, subject_table TEXT, subject BLOB, adjusted_on TEXT, reason
    TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at
    TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE finding_note (
    id BLOB NOT NULL PRIMARY KEY, kind TEXT, subject_table TEXT, subject BLOB, other BLOB, verdict TEXT, reason
    TEXT, settled_by BLOB, settled_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE project (
    id BLOB NOT NULL PRIMARY KEY, number TEXT, title TEXT, unit TEXT, kind TEXT, field TEXT, purchaser TEXT,
    purchaser_kind TEXT, institution BLOB, institution_name TEXT, budget_level TEXT, start_on TEXT, end_on TEXT,
    total_fen INTEGER, person_years INTEGER, high_risk INTEGER, posts INTEGER, grades TEXT, standards TEXT, needs
    TEXT, library_state TEXT, library_on TEXT, renewal_applied_on TEXT, state TEXT, state_on TEXT, linkage TEXT,
    need_found_on TEXT, designed_on TEXT, served_on TEXT, charity_fen INTEGER, alive INTEGER NOT NULL, owner TEXT
    NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB,
    changed_at TEXT NOT NULL
);
CREATE TABLE funding_line (
    id BLOB NOT NULL PRIMARY KEY, project BLOB, category TEXT, title TEXT, budget_fen INTEGER, alive INTEGER NOT
    NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL,
    entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE project_spending (
    id BLOB NOT NULL PRIMARY KEY, project BLOB, category TEXT, spent_on TEXT, value_fen INTEGER, payment TEXT,
    voucher TEXT, note TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER
    NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE project_staff (
    id BLOB NOT NULL PRIMARY KEY, project BLOB, staff BLOB, start_on TEXT, end_on TEXT, role TEXT, professional
    INTEGER, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE project_indicator (
    id BLOB NOT NULL PRIMARY KEY, project BLOB, position INTEGER, title TEXT, counts TEXT, target INTEGER, measure
    TEXT, aspect TEXT, actual INTEGER, noted_on TEXT, note TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops
    INTEGER NOT NULL, conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT
    NULL
);
CREATE TABLE project_evaluation (
    id BLOB NOT NULL PRIMARY KEY, project BLOB, kind TEXT, held_on TEXT, score INTEGER, result TEXT, evaluator TEXT,
    comment TEXT, mend_by TEXT, mended TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE project_review (
    id BLOB NOT NULL PRIMARY KEY, project BLOB, held_on TEXT, subject TEXT, decision TEXT, committee TEXT, opinion
    TEXT, document TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT
    NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE demonstration_site (
    id BLOB NOT NULL PRIMARY KEY, name TEXT, unit TEXT, kind TEXT, since TEXT, division TEXT, address TEXT, state
    TEXT, ended_on TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT
    NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE county_target (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, policy TEXT, indicator TEXT, title TEXT, due_on TEXT, target INTEGER,
    measure TEXT, base INTEGER, basis TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
CREATE TABLE target_figure (
    id BLOB NOT NULL PRIMARY KEY, unit TEXT, policy TEXT, indicator TEXT, noted_on TEXT, actual INTEGER, base
    INTEGER, source TEXT, alive INTEGER NOT NULL, owner TEXT NOT NULL, ops INTEGER NOT NULL, conflicts INTEGER NOT
    NULL, entered_at TEXT NOT NULL, entered_by BLOB, changed_at TEXT NOT NULL
);
ALTER TABLE staff ADD COLUMN social_work_since TEXT;
ALTER TABLE staff ADD COLUMN working_time TEXT;
ALTER TABLE staff ADD COLUMN field TEXT;
ALTER TABLE staff ADD COLUMN talent_category TEXT;
ALTER TABLE staff ADD COLUMN native_place TEXT;
ALTER TABLE staff ADD COLUMN native INTEGER;
ALTER TABLE staff ADD COLUMN institution_name TEXT;
ALTER TABLE staff ADD COLUMN course TEXT;
ALTER TABLE staff ADD COLUMN post_grade TEXT;
ALTER TABLE staff ADD COLUMN appointed_level TEXT;
ALTER TABLE staff ADD COLUMN appointed_on TEXT;
ALTER TABLE staff ADD COLUMN filing_number TEXT;
ALTER TABLE staff ADD COLUMN filed_on TEXT;
ALTER TABLE staff ADD COLUMN social_insurance INTEGER;
ALTER TABLE staff ADD COLUMN housing_fund INTEGER;
ALTER TABLE staff ADD COLUMN supervisor_qualification TEXT;
ALTER TABLE staff ADD COLUMN supervised_units TEXT;
ALTER TABLE staff ADD COLUMN public_roles TEXT;
ALTER TABLE attendance ADD COLUMN proof_hash TEXT;
ALTER TABLE attendance ADD COLUMN proof_number TEXT;
ALTER TABLE service_log ADD COLUMN case_stage TEXT;
ALTER TABLE service_log ADD COLUMN next_step TEXT;
ALTER TABLE service_log ADD COLUMN problem TEXT;
ALTER TABLE service_log ADD COLUMN corrects BLOB;
ALTER TABLE service_log ADD COLUMN correction_reason TEXT;
ALTER TABLE service_log ADD COLUMN review_manner TEXT;
ALTER TABLE service_log ADD COLUMN late_reason TEXT;
ALTER TABLE service_case ADD COLUMN agreed_on TEXT;
ALTER TABLE service_case ADD COLUMN agreement_form TEXT;
ALTER TABLE service_case ADD COLUMN approval TEXT;
ALTER TABLE service_case ADD COLUMN approved_by BLOB;
ALTER TABLE service_case ADD COLUMN approved_on TEXT;
ALTER TABLE service_case ADD COLUMN approval_reason TEXT;
ALTER TABLE service_case ADD COLUMN supervisor_comment TEXT;
ALTER TABLE service_case ADD COLUMN commented_by BLOB;
ALTER TABLE service_case ADD COLUMN commented_on TEXT;
ALTER TABLE service_case ADD COLUMN summary TEXT;
ALTER TABLE service_case ADD COLUMN effect TEXT;
ALTER TABLE service_case ADD COLUMN reopened_on TEXT;
ALTER TABLE service_case ADD COLUMN reopen_reason TEXT;
ALTER TABLE service_case ADD COLUMN follow_up_due TEXT;
ALTER TABLE service_case ADD COLUMN archived_on TEXT;
ALTER TABLE service_case ADD COLUMN archive_number TEXT;
ALTER TABLE case_goal ADD COLUMN baseline_score INTEGER;
ALTER TABLE case_goal ADD COLUMN target_score INTEGER;
ALTER TABLE case_goal ADD COLUMN result_score INTEGER;
ALTER TABLE client ADD COLUMN risk_note TEXT;
ALTER TABLE client ADD COLUMN risk_on TEXT;
ALTER TABLE unit ADD COLUMN urban_communities INTEGER;
ALTER TABLE unit ADD COLUMN rural_communities INTEGER;
ALTER TABLE unit ADD COLUMN villages INTEGER;

CREATE INDEX exam_result_staff_ix ON exam_result (staff);
CREATE INDEX subsidy_payment_staff_ix ON subsidy_payment (staff);
CREATE INDEX honour_staff_ix ON honour (staff) WHERE staff IS NOT NULL;
CREATE INDEX honour_institution_ix ON honour (institution) WHERE institution IS NOT NULL;
CREATE INDEX honour_project_ix ON honour (project) WHERE project IS NOT NULL;
CREATE INDEX supervision_project_ix ON supervision (project) WHERE project IS NOT NULL;
CREATE INDEX supervisee_supervision_ix ON supervisee (supervision);
CREATE INDEX supervisee_staff_ix ON supervisee (staff);
CREATE INDEX mentoring_mentor_ix ON mentoring (mentor);
CREATE INDEX mentoring_mentee_ix ON mentoring (mentee);
CREATE INDEX institution_year_institution_ix ON institution_year (institution);
CREATE INDEX institution_check_institution_ix ON institution_check (institution);
CREATE INDEX post_institution_ix ON post (institution) WHERE institution IS NOT NULL;
CREATE INDEX post_community_ix ON post (community) WHERE community IS NOT NULL;
CREATE INDEX post_project_ix ON post (project) WHERE project IS NOT NULL;
CREATE INDEX post_holding_post_ix ON post_holding (post);
CREATE INDEX post_holding_staff_ix ON post_holding (staff);
CREATE INDEX scheme_element_scheme_ix ON scheme_element (scheme);
CREATE INDEX evaluation_scheme_ix ON evaluation (scheme);
CREATE INDEX evaluation_staff_ix ON evaluation (staff) WHERE staff IS NOT NULL;
CREATE INDEX evaluation_post_ix ON evaluation (post) WHERE post IS NOT NULL;
CREATE INDEX evaluation_institution_ix ON evaluation (institution) WHERE institution IS NOT NULL;
CREATE INDEX evaluation_project_ix ON evaluation (project) WHERE project IS NOT NULL;
CREATE INDEX evaluation_score_evaluation_ix ON evaluation_score (evaluation);
CREATE INDEX evaluation_score_element_ix ON evaluation_score (element);
CREATE INDEX credit_entry_staff_ix ON credit_entry (staff) WHERE staff IS NOT NULL;
CREATE INDEX credit_entry_institution_ix ON credit_entry (institution) WHERE institution IS NOT NULL;
CREATE INDEX complaint_staff_ix ON complaint (staff) WHERE staff IS NOT NULL;
CREATE INDEX complaint_institution_ix ON complaint (institution) WHERE institution IS NOT NULL;
CREATE INDEX complaint_project_ix ON complaint (project) WHERE project IS NOT NULL;
CREATE INDEX policy_part_pack_ix ON policy_part (pack);
CREATE INDEX handover_sheet_giver_ix ON handover_sheet (giver);
CREATE INDEX handover_sheet_receiver_ix ON handover_sheet (receiver) WHERE receiver IS NOT NULL;
CREATE INDEX consent_client_ix ON consent (client);
CREATE INDEX child_file_client_ix ON child_file (client);
CREATE INDEX incident_client_ix ON incident (client) WHERE client IS NOT NULL;
CREATE INDEX case_referral_client_ix ON case_referral (client) WHERE client IS NOT NULL;
CREATE INDEX case_referral_service_case_ix ON case_referral (service_case) WHERE service_case IS NOT NULL;
CREATE INDEX case_referral_service_log_ix ON case_referral (service_log) WHERE service_log IS NOT NULL;
CREATE INDEX case_referral_worker_ix ON case_referral (worker);
CREATE INDEX material_given_client_ix ON material_given (client) WHERE client IS NOT NULL;
CREATE INDEX material_given_household_ix ON material_given (household) WHERE household IS NOT NULL;
CREATE INDEX material_given_service_log_ix ON material_given (service_log) WHERE service_log IS NOT NULL;
CREATE INDEX material_given_activity_ix ON material_given (activity) WHERE activity IS NOT NULL;
CREATE INDEX material_given_resource_ix ON material_given (resource) WHERE resource IS NOT NULL;
CREATE INDEX case_step_service_case_ix ON case_step (service_case);
CREATE INDEX case_step_case_goal_ix ON case_step (case_goal) WHERE case_goal IS NOT NULL;
CREATE INDEX log_goal_service_log_ix ON log_goal (service_log);
CREATE INDEX log_goal_case_goal_ix ON log_goal (case_goal);
CREATE INDEX case_conference_service_case_ix ON case_conference (service_case);
CREATE INDEX service_group_worker_ix ON service_group (worker);
CREATE INDEX group_member_service_group_ix ON group_member (service_group);
CREATE INDEX group_member_client_ix ON group_member (client) WHERE client IS NOT NULL;
CREATE INDEX group_session_service_group_ix ON group_session (service_group);
CREATE INDEX group_session_service_log_ix ON group_session (service_log) WHERE service_log IS NOT NULL;
CREATE INDEX group_attendance_group_session_ix ON group_attendance (group_session);
CREATE INDEX group_attendance_group_member_ix ON group_attendance (group_member);
CREATE INDEX activity_worker_ix ON activity (worker);
CREATE INDEX need_client_ix ON need (client) WHERE client IS NOT NULL;
CREATE INDEX need_match_need_ix ON need_match (need);
CREATE INDEX need_match_resource_ix ON need_match (resource) WHERE resource IS NOT NULL;
CREATE INDEX need_match_volunteer_ix ON need_match (volunteer) WHERE volunteer IS NOT NULL;
CREATE INDEX need_match_staff_ix ON need_match (staff) WHERE staff IS NOT NULL;
CREATE INDEX need_match_service_log_ix ON need_match (service_log) WHERE service_log IS NOT NULL;
CREATE INDEX volunteer_shift_volunteer_ix ON volunteer_shift (volunteer);
CREATE INDEX volunteer_shift_activity_ix ON volunteer_shift (activity) WHERE activity IS NOT NULL;
CREATE INDEX volunteer_shift_service_group_ix ON volunteer_shift (service_group) WHERE service_group IS NOT NULL;
CREATE INDEX volunteer_shift_service_log_ix ON volunteer_shift (service_log) WHERE service_log IS NOT NULL;
CREATE INDEX satisfaction_survey_subject_ix ON satisfaction_survey (subject) WHERE subject IS NOT NULL;
CREATE INDEX need_survey_project_ix ON need_survey (project) WHERE project IS NOT NULL;
CREATE INDEX work_plan_staff_ix ON work_plan (staff) WHERE staff IS NOT NULL;
CREATE INDEX meeting_record_service_log_ix ON meeting_record (service_log) WHERE service_log IS NOT NULL;
CREATE INDEX attachment_subject_ix ON attachment (subject);
CREATE INDEX snooze_subject_ix ON snooze (subject);
CREATE INDEX report_adjustment_subject_ix ON report_adjustment (subject);
CREATE INDEX finding_note_subject_ix ON finding_note (subject);
CREATE INDEX project_institution_ix ON project (institution) WHERE institution IS NOT NULL;
CREATE INDEX funding_line_project_ix ON funding_line (project);
CREATE INDEX project_spending_project_ix ON project_spending (project);
CREATE INDEX project_staff_project_ix ON project_staff (project);
CREATE INDEX project_staff_staff_ix ON project_staff (staff);
CREATE INDEX project_indicator_project_ix ON project_indicator (project);
CREATE INDEX project_evaluation_project_ix ON project_evaluation (project);
CREATE INDEX project_review_project_ix ON project_review (project);
