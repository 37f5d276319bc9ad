-- An activity's page and the reports ask which entries of the log name it; nearly no entry names one.
CREATE INDEX service_log_activity_ref_ix ON service_log (activity_ref) WHERE activity_ref IS NOT NULL;
