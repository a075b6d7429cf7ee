"""Who may do what to which rows: every grant and every policy of the processes' roles, on one page.

The settings of a transaction say who acts (m0004); a role without a line here has no right to the table.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from migrations.statements import DEFINER, migration

ID = "2026-11-24T01:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "grants and policies"

OVER = "('ended', 'archived')"
NOT_OVER = f"(SELECT r.status FROM rooms r WHERE r.id = p.room_id) NOT IN {OVER}"
"""Not EXISTS: PostgreSQL would rather hash every room there is than look up the few of one person."""
READS = f"p.status IN ('admitted', 'joined', 'left') AND (p.joined_at IS NOT NULL OR {NOT_OVER})"
SEES = f"((p.joined_at IS NOT NULL AND p.status <> 'removed') OR {NOT_OVER})"
FUNCTIONS = {
    "has_administrator()": f"""
        RETURNS boolean LANGUAGE sql STABLE {DEFINER} RETURN EXISTS (SELECT FROM users WHERE role = 'admin')""",
    "person_name(person uuid)": f"""
        RETURNS text LANGUAGE sql STABLE {DEFINER} RETURN (SELECT name FROM users WHERE id = person)""",
    "hosted_rooms()": f"""
        RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 100 {DEFINER} BEGIN ATOMIC
            SELECT id FROM rooms WHERE host_id = app_user()
            UNION ALL SELECT id FROM rooms WHERE type = 'external' AND is_elevated();
        END""",
    "moderated_rooms()": f"""
        RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 100 {DEFINER} BEGIN ATOMIC
            SELECT hosted_rooms()
            UNION ALL SELECT room_id FROM participants
            WHERE user_id = app_user() AND role = 'cohost' AND status IN ('admitted', 'joined', 'left');
        END""",
    "readable_rooms()": f"""
        RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 300 {DEFINER} BEGIN ATOMIC
            SELECT p.room_id FROM participants p WHERE p.user_id = app_user() AND {READS}
            UNION ALL SELECT p.room_id FROM participants p WHERE p.id = app_participant() AND {READS}
            UNION ALL SELECT hosted_rooms();
        END""",
    "seen_rooms()": f"""
        RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 300 {DEFINER} BEGIN ATOMIC
            SELECT p.room_id FROM participants p WHERE p.user_id = app_user() AND {SEES}
            UNION ALL SELECT p.room_id FROM participants p WHERE p.id = app_participant() AND {SEES}
            UNION ALL SELECT id FROM rooms WHERE type = 'external' AND is_elevated();
        END""",
    "guard_room()": f"""
        RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        DECLARE
            kept text[] := '{{current_participants, updated_at}}';
        BEGIN
            IF app_role() <> 'parley_web' OR app_service() <> ''
                OR OLD.id IN (SELECT hosted_rooms()) THEN
                RETURN NEW;
            END IF;
            IF OLD.status = 'live' AND NEW.status = 'ended' THEN
                kept := kept || '{{status, ended_at, duration}}';
            END IF;
            IF to_jsonb(NEW) - kept <> to_jsonb(OLD) - kept THEN
                RAISE EXCEPTION 'a co-host may end the meeting' USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NEW;
        END $$""",
    "leased_rooms()": f"""
        RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 1 {DEFINER} BEGIN ATOMIC
            SELECT room_id FROM room_leases
            WHERE holder = app_setting('holder') AND expires_at > clock_timestamp();
        END""",
    "take_lease(room uuid, job text, seconds double precision)": f"""
        RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            IF app_role() = 'parley_agent' AND job IS DISTINCT FROM app_setting('holder') THEN
                RAISE EXCEPTION 'a job takes a lease for itself' USING ERRCODE = 'insufficient_privilege';
            END IF;
            IF app_role() = 'parley_agent' AND NOT EXISTS (
                SELECT FROM rooms r WHERE r.id = room AND r.status IN ('scheduled', 'waiting', 'live')) THEN
                RETURN false;
            END IF;
            INSERT INTO room_leases AS held (room_id, holder, expires_at)
            VALUES (room, job, clock_timestamp() + make_interval(secs => seconds))
            ON CONFLICT (room_id) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
            WHERE held.holder = EXCLUDED.holder OR held.expires_at <= clock_timestamp();
            RETURN FOUND;
        END $$""",
    "report_totals(meeting uuid)": f"""
        RETURNS TABLE (reports bigint, speaking_time bigint, tasks_assigned bigint)
        LANGUAGE sql STABLE {DEFINER} BEGIN ATOMIC
            SELECT count(*), coalesce(sum(r.speaking_time), 0), coalesce(sum(r.tasks_assigned_count), 0)
            FROM participant_reports r WHERE r.room_id = meeting AND meeting IN (SELECT hosted_rooms());
        END""",
}

CALLED_BY = {
    "has_administrator()": "parley_web",
    "person_name(uuid)": "parley_web, parley_agent, parley_worker",
    "hosted_rooms()": "parley_web",
    "moderated_rooms()": "parley_web",
    "readable_rooms()": "parley_web",
    "seen_rooms()": "parley_web",
    "leased_rooms()": "parley_agent",
    "take_lease(uuid, text, double precision)": "parley_agent",
    "report_totals(uuid)": "parley_web",
    "lock_room(uuid)": "parley_web, parley_agent",
    "hold_room(uuid)": "parley_web",
    **dict.fromkeys(("guard_room()", "guard_place()", "find_seat()", "count_seats()", "count_stays()"), ""),
    **dict.fromkeys(("room_seats()", "stay_length()"), ""),
}
"""Who may call what sees every row; a trigger's function is nobody's to call."""

LIVEKIT = "app_service() = 'livekit'"
HOSTED = "room_id IN (SELECT hosted_rooms())"
MODERATED = "room_id IN (SELECT moderated_rooms())"
READABLE = "room_id IN (SELECT readable_rooms())"
ELEVATED = "(SELECT is_elevated())"
LEASED = "room_id IN (SELECT leased_rooms())"
JOB = "room_id = app_room()"
OWN = "user_id = app_user()"
OWN_PLACE = "(user_id = app_user() OR id = app_participant())"
MY_PLACE = """EXISTS (SELECT FROM participants p WHERE p.id = participant_id
    AND (p.user_id = app_user() OR p.id = app_participant()))"""
BY_ADDRESS = "= ANY (string_to_array(app_setting('email_keys'), ','))"
BY_LINK = """(slug = app_setting('slug') AND status IN ('scheduled', 'waiting', 'live')
    AND coalesce(settings->>'access', 'link') = 'link'
    AND (app_user() IS NOT NULL OR coalesce((settings->>'guests')::boolean, true)))"""
NAMED = """(livekit_room_name = app_setting('livekit_room')
    OR starts_with(livekit_room_name, app_setting('livekit_room') || '/'))"""
OPEN_TO_ME = """EXISTS (SELECT FROM rooms r WHERE r.id = room_id AND r.status IN ('scheduled', 'waiting', 'live'))"""
SEATED_IN = f"(status = 'admitted' AND admitted_at IS NOT NULL AND {OPEN_TO_ME})"
NEW_HERE = "joined_at IS NULL AND role = '{}'"
INVITED_TO = f"""EXISTS (SELECT FROM room_invitations i WHERE i.room_id = participants.room_id
    AND (i.invitee_id = app_user() OR i.invitee_email_key {BY_ADDRESS}))"""
WAS_THERE = """(EXISTS (SELECT FROM participants p WHERE p.room_id = app_room() AND p.user_id = notifications.user_id)
    OR EXISTS (SELECT FROM rooms r WHERE r.id = app_room() AND r.host_id = notifications.user_id))"""
ASKED_BY_MODERATOR = f"entrypoint = 'minutes' AND ({LIVEKIT} OR convert_from(payload, 'UTF8')::uuid IN (SELECT moderated_rooms()))"
ASKED_BY_JOB = "entrypoint = 'minutes' AND convert_from(payload, 'UTF8')::uuid IN (SELECT leased_rooms())"

RULES: dict[str, dict[str, dict[str, str]]] = {
    "users": {
        "web": {
            "select": f"id = app_user() OR email_key {BY_ADDRESS} OR {ELEVATED} OR id IN"
            " (SELECT user_id FROM sessions WHERE token_hash = app_setting('token_hash'))",
            "insert": "id = app_user() AND (role = 'member' OR NOT has_administrator())",
            "update": "id = app_user()",
        },
    },
    "rooms": {
        "web": {
            "select": f"host_id = app_user() OR {BY_LINK} OR {LIVEKIT} OR id IN (SELECT seen_rooms()) OR {ELEVATED}",
            "insert": f"host_id = app_user() OR ({LIVEKIT} AND type = 'external')",
            "update": f"{LIVEKIT} OR id IN (SELECT moderated_rooms())",
        },
        "agent": {
            "select": f"id IN (SELECT leased_rooms()) OR {NAMED}",
            "insert": f"type = 'external' AND {NAMED}",
            "update": "id IN (SELECT leased_rooms())",
        },
        "worker": {"select": "id = app_room()"},
    },
    "participants": {
        "web": {
            "select": f"{OWN_PLACE} OR guest_token_hash = app_setting('token_hash') OR {LIVEKIT} OR {READABLE} OR {ELEVATED}",
            "insert": f"{LIVEKIT} OR {HOSTED}"
            f" OR (user_id = app_user() AND {NEW_HERE.format('participant')} AND ((status = 'invited' AND {INVITED_TO}) OR {SEATED_IN}))"
            f" OR (id = app_participant() AND user_id IS NULL AND {NEW_HERE.format('guest')}"
            f" AND {SEATED_IN})",
            "update": f"{LIVEKIT} OR {OWN_PLACE} OR room_id IN (SELECT moderated_rooms())",
        },
        "agent": {"select": LEASED, "insert": LEASED, "update": LEASED},
        "worker": {"select": JOB},
    },
    "attendance": {
        "web": {
            "select": f"{LIVEKIT} OR {READABLE} OR {ELEVATED}",
            "insert": LIVEKIT,
            "update": f"{LIVEKIT} OR {MODERATED}",
        },
        "agent": {"select": LEASED, "insert": LEASED, "update": LEASED},
        "worker": {"select": JOB},
    },
    "consents": {
        "web": {"select": f"{MY_PLACE} OR {HOSTED} OR {ELEVATED}", "insert": MY_PLACE},
    },
    "chat_messages": {
        "web": {"select": f"{READABLE} OR {ELEVATED}", "insert": f"{MY_PLACE} AND {READABLE}"},
        "worker": {"select": JOB},
    },
    "recordings": {
        "web": {"select": f"{READABLE} OR {ELEVATED}", "insert": HOSTED, "update": HOSTED},
        "agent": {"select": LEASED, "insert": LEASED, "update": LEASED},
        "worker": {"select": JOB, "update": JOB},
    },
    "transcripts": {
        "web": {
            "select": f"{LIVEKIT} OR {READABLE} OR {ELEVATED}",
            "insert": f"{LIVEKIT} OR {MODERATED}",
        },
        "agent": {"select": LEASED, "insert": LEASED, "update": LEASED},
        "worker": {"select": JOB, "update": JOB},
    },
    "transcript_segments": {
        "web": {"select": f"{READABLE} OR {ELEVATED}"},
        "agent": {"select": LEASED, "insert": LEASED, "update": LEASED, "delete": LEASED},
        "worker": {"select": JOB, "update": JOB, "delete": JOB},
    },
    "meeting_summaries": {
        "web": {
            "select": f"{LIVEKIT} OR {READABLE} OR {ELEVATED}",
            "insert": f"{LIVEKIT} OR {MODERATED}",
        },
        "agent": {"select": LEASED, "insert": LEASED},
        "worker": {"select": JOB, "update": JOB},
    },
    "action_items": {
        "web": {"select": f"{READABLE} OR {ELEVATED}", "update": f"assigned_to = app_user() OR {HOSTED}"},
        "worker": {"select": JOB, "insert": JOB, "delete": JOB},
    },
    "participant_reports": {
        "web": {"select": f"{MY_PLACE} AND {READABLE}"},
        "worker": {"select": JOB, "insert": JOB, "delete": JOB},
    },
    "notifications": {
        "web": {"select": OWN, "update": OWN, "delete": OWN},
        "worker": {"insert": f"data->>'room_id' = app_setting('room_id') AND {WAS_THERE}"},
    },
    "sessions": {
        "web": {
            "select": f"{OWN} OR token_hash = app_setting('token_hash') OR {ELEVATED}",
            "insert": OWN,
            "update": OWN,
        },
    },
    "room_invitations": {
        "web": {
            "select": f"{HOSTED} OR invitee_id = app_user() OR invitee_email_key {BY_ADDRESS} OR {ELEVATED}",
            "insert": HOSTED,
            "update": f"{HOSTED} OR invitee_id = app_user() OR invitee_email_key {BY_ADDRESS}",
        },
    },
    "room_leases": {
        "web": {"select": LIVEKIT},
        "agent": {
            "select": "holder = app_setting('holder')",
            "update": "holder = app_setting('holder')",
            "delete": "holder = app_setting('holder')",
        },
        "worker": {"select": JOB},
    },
    "oauth_accounts": {"web": {"select": OWN, "insert": OWN, "update": OWN, "delete": OWN}},
    "second_factors": {"web": {"select": OWN, "insert": OWN, "update": OWN, "delete": OWN}},
    "sealing_keys": {"web": {"select": "true", "insert": "true"}},
    "audit_events": {"web": {"select": ELEVATED}},
    "maintenance_runs": {
        "web": {"select": ELEVATED},
        "worker": {"select": "true", "insert": "true", "update": "true"},
    },
    "pgqueuer": {
        "web": {"select": ASKED_BY_MODERATOR, "insert": ASKED_BY_MODERATOR},
        "agent": {"select": ASKED_BY_JOB, "insert": ASKED_BY_JOB},
        "worker": {"select": "true", "insert": "true", "update": "true", "delete": "true"},
    },
    "pgqueuer_log": {
        "web": {"insert": "entrypoint = 'minutes'"},
        "agent": {"insert": "entrypoint = 'minutes'"},
        "worker": {"select": "true", "insert": "true", "update": "true", "delete": "true"},
    },
    "pgqueuer_schedules": {
        "worker": {"select": "true", "insert": "true", "update": "true", "delete": "true"},
    },
    "pgqueuer_statistics": {
        "worker": {"select": "true", "insert": "true", "update": "true", "delete": "true"},
    },
}
"""Table, role, verb: the rows. An update must leave a row the role may update."""

READ_ONLY = {
    "rooms": "id, host_id, type, status, max_participants, current_participants, scheduled_start_time, started_at,"
    " ended_at, duration, created_at",
    "participants": "id, room_id, user_id, role, status, joined_at, left_at, duration, created_at",
    "attendance": "id, room_id, participant_id, joined_at, left_at",
    "recordings": "id, room_id, status, file_size, duration, started_at, completed_at",
    "transcripts": "id, room_id, language, confidence_score, speaker_count, status, engine, created_at",
    "meeting_summaries": "id, room_id, state, method, model, total_speaking_time, created_at",
    "action_items": "id, room_id, type, priority, status, due_date, completed_at, created_at",
    "room_leases": "room_id, expires_at",
    "maintenance_runs": "id, task, tick, started_at, finished_at, outcome, counts, error",
    "pgqueuer": "id, priority, created, updated, heartbeat, execute_after, status, entrypoint, attempts",
}
"""For dashboards: what happens and how much of it, never who is called what or what they said."""
COPIED = ("users", "rooms", "action_items", "recordings", "sealing_keys")
"""What a backup reads row by row; the rest it copies as files."""
SEQUENCES = {
    "pgqueuer_id_seq": "parley_web, parley_agent, parley_worker",
    "pgqueuer_schedules_id_seq": "parley_worker",
    "pgqueuer_statistics_id_seq": "parley_worker",
}
VERBS = ("select", "insert", "update", "delete")
TOLD = "text, words, confidence, state, revision, raw_text, end_ms"
COLUMNS = {
    ("users", "web", "update"): "password_hash",
    ("rooms", "web", "update"): "name, status, max_participants, settings, scheduled_start_time, started_at, ended_at, tags",
    ("rooms", "agent", "update"): "status, started_at, ended_at",
    ("participants", "web", "update"): "display_name, role, status, joined_at, left_at, admitted_at, is_muted",
    ("participants", "agent", "update"): "status, joined_at, left_at, is_muted",
    ("attendance", "web", "update"): "joined_at, left_at",
    ("attendance", "agent", "update"): "joined_at, left_at",
    ("recordings", "web", "insert"): "id, room_id, started_by, status",
    ("recordings", "web", "update"): "status",
    ("recordings", "agent", "update"): "status, file_path, file_size, duration, completed_at",
    ("recordings", "worker", "update"): "status, file_path, file_url, file_sha256, archived_at",
    ("transcripts", "agent", "update"): "status, engine, next_seq, text, segments, words, confidence_score,"
    " has_speakers, speaker_count",
    ("transcripts", "worker", "update"): "status, text, segments, words, confidence_score, has_speakers, speaker_count",
    ("transcript_segments", "agent", "update"): TOLD,
    ("transcript_segments", "worker", "update"): TOLD,
    ("meeting_summaries", "worker", "update"): "state, method, model, note, executive_summary, key_points, decisions,"
    " topics, total_speaking_time",
    ("action_items", "web", "update"): "title, description, type, priority, status, due_date, completed_at, tags",
    ("notifications", "web", "update"): "is_read, read_at",
    ("sessions", "web", "update"): "revoked_at",
    ("room_invitations", "web", "update"): "status, invitee_id",
    ("room_leases", "agent", "update"): "expires_at",
    ("oauth_accounts", "web", "update"): "access_token, refresh_token, expires_at",
    ("second_factors", "web", "update"): "secret, confirmed_at, last_used_step",
    ("maintenance_runs", "worker", "update"): "outcome, counts, error, finished_at",
}
"""What of a row is the role's to write: never what says whose it is, or of which meeting."""
LEFT = {("sessions", "web", "update"): f"{OWN} AND revoked_at IS NOT NULL"}
"""What an update must leave, where that is not a row like those it may begin with: an ended session stays ended."""


def _clause(verb: str, rows: str, left: str | None) -> str:
    checked = f" WITH CHECK ({left})" if left else ""
    return f"WITH CHECK ({rows})" if verb == "insert" else f"USING ({rows}){checked}"


def forwards_statements() -> list[str]:
    """Give every statement, one a call."""
    found = [f"CREATE FUNCTION {name} {body}" for name, body in FUNCTIONS.items()]
    for name, callers in CALLED_BY.items():
        found.append(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC")
        found += [f"GRANT EXECUTE ON FUNCTION {name} TO {callers}"] if callers else []
    for table, roles in RULES.items():
        found += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_definer ON {table} TO parley_definer USING (true)",
        ]
        for role, verbs in roles.items():
            for verb, rows in verbs.items():
                columns = f" ({only})" if (only := COLUMNS.get((table, role, verb))) else ""
                clause = _clause(verb, rows, LEFT.get((table, role, verb)))
                found.append(f"GRANT {verb}{columns} ON {table} TO parley_{role}")
                found.append(
                    f"CREATE POLICY {table}_{role}_{verb} ON {table} FOR {verb} TO parley_{role} {clause}"
                )
    for table, columns in READ_ONLY.items():
        found.append(f"GRANT SELECT ({columns}) ON {table} TO parley_readonly")
        found.append(f"CREATE POLICY {table}_readonly ON {table} FOR SELECT TO parley_readonly USING (true)")
    found.append(
        "CREATE TRIGGER rooms_guard BEFORE UPDATE ON rooms FOR EACH ROW EXECUTE FUNCTION guard_room()"
    )
    for table in COPIED:
        found.append(f"GRANT SELECT ON {table} TO parley_backup")
        found.append(f"CREATE POLICY {table}_backup ON {table} FOR SELECT TO parley_backup USING (true)")
    found += [f"GRANT USAGE ON SEQUENCE {name} TO {roles}" for name, roles in SEQUENCES.items()]
    return found


def backwards_statements() -> list[str]:
    """Take all of it back."""
    roles = "parley_web, parley_agent, parley_worker, parley_readonly, parley_backup"
    found = [f"REVOKE ALL ON SEQUENCE {name} FROM {roles}" for name in SEQUENCES]
    for table, rules in RULES.items():
        names = ["definer", *(f"{role}_{verb}" for role, verbs in rules.items() for verb in verbs)]
        names += ["readonly"] if table in READ_ONLY else []
        names += ["backup"] if table in COPIED else []
        found += [f"DROP POLICY {table}_{name} ON {table}" for name in names]
        found += [
            f"REVOKE ALL ON {table} FROM {roles}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]
        if table in READ_ONLY:
            found.append(f"REVOKE ALL ({READ_ONLY[table]}) ON {table} FROM parley_readonly")
    found.append("DROP TRIGGER rooms_guard ON rooms")
    return found + [f"DROP FUNCTION {name.split('(')[0]}" for name in reversed(FUNCTIONS)]


async def forwards() -> MigrationManager:
    """Close every table, then open what each role needs; back again they are their owner's, without policies."""
    return migration(ID, DESCRIPTION, forwards_statements(), backwards_statements())
