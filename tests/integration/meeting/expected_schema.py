"""What the database has, and why: every table of public with its columns, keys, indexes, checks and triggers.

A column:  name type [null] [PK] [UK] [→ table what-happens-when-that-row-is-deleted] [= default]
A key of several columns: `key`. Those of (…, room_id) hold a row to others of its own meeting, whoever writes
it. Foreign keys of one column follow a changed id.
An index:  index|unique name [gin] (columns) [WHERE rows]
`checks` and `triggers` are called `<table>_<name>`. born and touch keep created_at and updated_at, audit
writes down who changed the row; other triggers have a line that says when and what. Deeper lines go on with
the one before. test_catalogue.py holds the live catalogue to this page, test_schema_document.py the page to
the schema document.
"""

from collections.abc import Iterator

TABLES = """
users
    id uuid PK = gen_random_uuid()
    email varchar(2200) = ''  # sealed, so wider and unique by its key; see DEVIATIONS
    password_hash varchar(100) null
    oauth_provider varchar(50) null  # the document's; sign-in by others keeps its rows in oauth_accounts
    oauth_id varchar(255) null
    name varchar(120) = ''
    avatar_url text null
    role varchar(20) = 'member'
    is_active boolean = true
    notification_preferences jsonb = '{}'
    created_at timestamptz = now()
    # beyond the document
    updated_at timestamptz = now()
    email_key varchar(64) null UK  # the keyed hash it is found and unique by
    unique users_oauth (oauth_provider, oauth_id) WHERE oauth_id IS NOT NULL
        # one account for one foreign account
    checks email_lower email_sealed name_shown role_state
    triggers audit born touch
rooms
    id uuid PK = gen_random_uuid()
    host_id uuid null → users RESTRICT
        # a host with meetings is not deleted but closed (is_active): the minutes are others' too
    name varchar(120) = ''
    slug varchar(64) UK = ''
    type varchar(20) = 'instant'
    status varchar(20) = 'waiting'
    livekit_room_name varchar(400) UK = ''  # external rooms are called as another application called them
    max_participants int = 50
    current_participants int = 0
    settings jsonb = '{}'
    scheduled_start_time timestamptz null
    started_at timestamptz null
    ended_at timestamptz null
    duration int null
    tags text[] = '{}'
    # beyond the document
    livekit_sid varchar(64) null  # LiveKit's id of the opening people are in now; its names come again
    created_at timestamptz = now()
    updated_at timestamptz = now()
    time_zone varchar(64) = 'UTC'  # where "tomorrow" is counted from; an IANA name
    scheduled_minutes int = 60
    calendar_sequence int = 0
    parent_room_id uuid null → rooms CASCADE  # of a breakout: it goes with the main meeting
    series_id uuid null → room_series SET NULL
    occurrence timestamptz null  # when its series has it; it may have been moved
    series_revision int = 0  # rises with changes of the whole series, of which people hear by the series
    search tsvector null GENERATED search_title((settings ->> 'language'), (name), tags)  # title and tags
    index rooms_breakouts (parent_room_id)
    index rooms_external (started_at DESC NULLS LAST) WHERE type = 'external'
        # home page and hosted_rooms() of an administrator
    index rooms_hosted (host_id, started_at DESC NULLS LAST)
        # home page, hosted_rooms(); and the index of host_id
    unique rooms_one_open (series_id) WHERE (type = 'permanent')
        AND (status IN ('scheduled', 'waiting', 'live'))  # a permanent room has one meeting ahead, or on
    unique rooms_occurrence (series_id, occurrence)  # a meeting of a series once; also the index of series_id
    index rooms_scheduled_start_time (scheduled_start_time) WHERE status = 'scheduled'
        # the document: time-based queries
    index rooms_tags gin (tags)  # the document: tags
    index rooms_unfinished (status) WHERE status IN ('scheduled', 'waiting', 'live')  # home page, reconciler
    trigger rooms_breakout_doors before update of settings
        WHEN (new.parent_room_id IS NOT NULL) AND (new.settings <> old.settings): guard_breakout_doors
        # the doors are the main room's
    trigger rooms_calendar before update of name, scheduled_start_time, scheduled_minutes, time_zone,
        status, calendar_sequence, series_revision: count_calendar
    trigger rooms_follow_host after update of host_id
        WHEN new.host_id IS DISTINCT FROM old.host_id: follow_host
        # breakouts are the new host's, too
    trigger rooms_guard before update: guard_room
    trigger rooms_length before insert or update of started_at, ended_at, duration: room_length
    trigger rooms_mail after update of name, scheduled_start_time, scheduled_minutes, time_zone, status
        WHEN new.calendar_sequence > old.calendar_sequence: mail_calendar
    trigger rooms_seats before insert or update of current_participants: room_seats
    checks begun finite host name_shown planned schedule seats settings_object slug_spelling status_state
    checks time_zone_spelling times type_state
    triggers audit born touch
participants
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE  # goes with the meeting
    user_id uuid null → users SET NULL  # who was there stays in the minutes, by the name they had
    role varchar(20) = 'participant'
    status varchar(20) = 'invited'
    joined_at timestamptz null
    left_at timestamptz null
    duration int = 0
    can_share_screen boolean = true
    is_muted boolean = false
    # beyond the document
    display_name varchar(120) = ''
    identity varchar(256) = ''
    guest_token_hash varchar(64) null UK
    admitted_at timestamptz null
    may_speak boolean = true  # the host's word; LiveKit's grants hold it
    is_invited boolean = false  # named or let in by a host, so known at the door
    knock_note varchar(200) = ''  # what they say while they wait
    denied_at timestamptz null  # of who waits: turned away, and may ask again a minute later
    is_renamed boolean = false  # by a host, whatever name they join with
    main_participant_id uuid null → participants SET NULL  # in a breakout: their place in the main meeting
    breakout_room_id uuid null → rooms SET NULL  # in the main meeting: where they are assigned
    spotlit_at timestamptz null  # since when a host shows them large to everybody; of the latest one
    stands_in boolean = false  # a co-host that nobody named: none at a permanent room's next meeting
    is_blocked boolean = false  # of who was removed: from a permanent room's later meetings, too
    last_seen_at timestamptz null  # of who waits: when their page was last open
    removed_at timestamptz null  # of who was removed, here or at a permanent room's meeting before
    created_at timestamptz = now()
    updated_at timestamptz = now()
    unique participants_of_room (id, room_id)  # what refers to it is of its room
    unique participants_room_identity (room_id, identity)  # LiveKit's news; and the index of room_id
    unique participants_room_user (room_id, user_id) WHERE user_id IS NOT NULL
        # one place a person, in every tab
    index participants_stays (user_id, joined_at DESC NULLS LAST) INCLUDE (room_id, status)
        # home page, readable_rooms(), seen_rooms(); and the index of user_id
    index participants_assigned (breakout_room_id)
    index participants_at_doors (id) WHERE (status = 'waiting') AND (left_at IS NULL)
        # whom clear_doors() asks for
    index participants_removed (removed_at) WHERE removed_at IS NOT NULL
        # whom expire_removals() asks for
    index participants_in_breakouts (main_participant_id)
    trigger participants_breakout before insert or update of admitted_at: guard_breakout
    trigger participants_breakout_person before update of role, may_speak, can_share_screen, is_invited,
        is_renamed, is_blocked, status, display_name
        WHEN (new.main_participant_id IS NOT NULL) AND (((new.status = 'removed') <> (old.status = 'removed'))
        OR (new.role <> (old.role)) OR (new.may_speak <> old.may_speak)
        OR (new.can_share_screen <> old.can_share_screen) OR (new.is_invited <> old.is_invited)
        OR (new.is_renamed <> old.is_renamed) OR (new.is_blocked <> old.is_blocked)
        OR (new.display_name <> (old.display_name))): guard_breakout_person
        # what hosts say of people is said in the main room
    trigger participants_bring_consent after insert
        WHEN new.main_participant_id IS NOT NULL: bring_consent  # as in the main meeting
    trigger participants_count_seats_delete after delete: count_seats
    trigger participants_count_seats_insert after insert: count_seats
    trigger participants_count_seats_update after update: count_seats
    trigger participants_door before insert or update: guard_door
    trigger participants_follow after update of status, role, display_name, may_speak, can_share_screen,
        is_renamed WHEN (new.is_renamed <> old.is_renamed) OR (new.status <> (old.status))
        OR (new.role <> (old.role)) OR (new.display_name <> (old.display_name))
        OR (new.may_speak <> old.may_speak)
        OR (new.can_share_screen <> old.can_share_screen): follow_main_place
    trigger participants_guard before update
        WHEN (old.status <> 'admitted') OR (new.status <> 'waiting')
        OR ((((new.role) IS DISTINCT FROM (old.role)) OR (new.joined_at IS DISTINCT FROM old.joined_at))
        OR (new.left_at IS DISTINCT FROM old.left_at)): guard_place
        # that somebody gives their seat up to wait is for them to say
    trigger participants_host before update WHEN old.role = 'host': guard_host
    trigger participants_in_breakout_off_record after insert
        WHEN new.main_participant_id IS NOT NULL: keep_off_record
    trigger participants_kept_seat before insert or update of status, admitted_at
        WHEN (new.status = 'admitted') AND (new.admitted_at IS NOT NULL): keep_breakout_seats
    trigger participants_length before insert or update of duration: stay_length
    trigger participants_named before update of role WHEN new.role <> (old.role): named_or_stands_in
    trigger participants_removal before update of status WHEN new.status <> (old.status): date_removal
    trigger participants_seat before insert or update of status, admitted_at
        WHEN (new.status = 'admitted') AND (new.admitted_at IS NOT NULL): find_seat
    trigger participants_to_breakout_off_record after update of breakout_room_id
        WHEN new.breakout_room_id IS NOT NULL: keep_off_record
    checks display_name_shown duration_not_negative role_state status_state finite
    triggers audit born touch
recordings
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    started_by uuid null → users SET NULL  # the recording is the room's
    livekit_recording_id varchar(255) null UK
    status varchar(20) = 'starting'
    file_url text null
    file_path text null
    file_size bigint null
    duration int null
    started_at timestamptz null
    completed_at timestamptz null
    # beyond the document
    created_at timestamptz = now()
    updated_at timestamptz = now()
    file_sha256 varchar(64) null
    archived_at timestamptz null
    fault varchar(20) null
    waits_for varchar(20) null  # what keeps it from being completed
    missing varchar(20) null  # why some of its sound is not in it
    unique recordings_of_room (id, room_id)  # what refers to it is of its room
    index recordings_due (COALESCE(completed_at, created_at)) WHERE status = 'completed'
        # cleanup_old_recordings()
    index recordings_moving (id) WHERE (status = 'archiving') OR ((status = 'archived') AND (file_path
        IS NOT NULL))
        # recordings_to_move()
    unique recordings_one_open (room_id) WHERE (livekit_recording_id IS NULL) AND (status IN ('starting',
        'recording', 'processing'))
        # one a meeting, whoever presses the button
    unique recordings_one_video (room_id) WHERE (livekit_recording_id IS NOT NULL) AND (status IN
        ('starting', 'recording'))
        # one egress a meeting at a time
    index recordings_open_videos (room_id) WHERE (livekit_recording_id IS NOT NULL) AND (status IN
        ('starting', 'recording', 'processing'))
        # open_videos()
    index recordings_room_id (room_id)
    index recordings_started_by (started_by)
    checks archived_whole fault_state file_hash missing_state status_state waits_for_state finite
    triggers audit born touch
transcripts
    id uuid PK = gen_random_uuid()
    recording_id uuid null UK → recordings SET NULL  # words outlive their sound
    room_id uuid → rooms CASCADE
    text text = ''
    language varchar(16) = ''
    segments jsonb = '[]'
    words jsonb = '[]'
    confidence_score float null
    has_speakers boolean = false
    speaker_count int = 0
    # beyond the document
    status varchar(20) = 'open'
    engine varchar(40) = 'none'
    next_seq int = 0
    created_at timestamptz = now()
    updated_at timestamptz = now()
    search tsvector null GENERATED to_tsvector(search_configuration(language), "left"(text, 200000))
        # the full text of the document: each row in its own language
    search_also tsvector null GENERATED search_other_forms(language, "left"(text, 200000))
        # without accents, in one width, and the parts of scripts without spaces
    key (recording_id, room_id) → recordings SET NULL (recording_id)
    unique transcripts_of_room (id, room_id)  # what refers to it is of its room
    unique transcripts_one_open (room_id) WHERE status = 'open'  # opened by whoever comes first
    index transcripts_room_id (room_id)
    index transcripts_search gin (search)  # search_meetings(); the document: full text
    index transcripts_search_also gin (search_also)  # search_meetings()
    index transcripts_segments gin (segments jsonb_path_ops)  # the document; no query of ours
    trigger transcripts_audit after insert or delete or update of text, language, status: audit_row
    checks counts status_state
    triggers born touch
meeting_summaries
    id uuid PK = gen_random_uuid()
    room_id uuid UK → rooms CASCADE  # 1 to 1
    transcript_id uuid UK → transcripts CASCADE  # 1 to 1; minutes without words to point at are nothing
    executive_summary text = ''
    key_points jsonb = '[]'
    decisions jsonb = '[]'
    topics jsonb = '[]'
    overall_sentiment float null
    total_speaking_time int = 0
    engagement_score float null
    # beyond the document
    state varchar(20) = 'queued'
    method varchar(20) null
    model varchar(120) null
    note text null
    template varchar(20) = 'general'
    writer varchar(20) = 'model'  # none: in people's own words
    own_template jsonb = '{}'  # a copy of the template somebody made, as it was when it was chosen
    special jsonb = '[]'  # sections found for one kind of meeting: questions and answers, done and next
    stale jsonb = '{}'  # segments corrected since they were read, with the revision that was read
    provenance jsonb = '{}'  # how they were made: coverage, model, prompts, cost
    figures jsonb = '{}'  # sentiment over time and the parts of the engagement score
    turned_down jsonb = '[]'
    open_questions jsonb = '[]'
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (transcript_id, room_id) → transcripts CASCADE
    unique meeting_summaries_of_room (id, room_id)  # what refers to it is of its room
    checks elements_arrays figures_object method_state own_template provenance_object scores special_array
    checks speaking_not_negative stale_object state_state template_state writer_state
    triggers audit born touch
    trigger meeting_summaries_template before insert: choose_minutes_template  # the one its host chose
    trigger meeting_summaries_polls after delete: expire_polls  # polls are kept as long as the minutes
action_items
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    summary_id uuid → meeting_summaries CASCADE  # rewritten minutes rewrite them
    assigned_to uuid null → users SET NULL  # the task stays, in the name of `assignee`
    title varchar(200) = ''
    description text = ''
    type varchar(20) = 'task'
    priority varchar(20) = 'medium'
    status varchar(20) = 'open'
    due_date date null
    completed_at timestamptz null
    tags text[] = '{}'
    # beyond the document
    assignee varchar(120) null
    assignee_participant_id uuid null → participants SET NULL  # as above
    evidence jsonb = '[]'
    position int = 0
    revision int = 0
    edited boolean = false  # rewritten minutes leave it as it is
    origin varchar(20) = 'minutes'
    deleted_at timestamptz null  # can be undone, and is not written again
    due_reminded date null  # the due date of which the assignee was reminded
    overdue_reminded date null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (summary_id, room_id) → meeting_summaries CASCADE
    key (assignee_participant_id, room_id) → participants SET NULL (assignee_participant_id)
    index action_items_assigned_to (assigned_to)
    index action_items_assignee_participant_id (assignee_participant_id)
    index action_items_open (assigned_to, COALESCE(due_date, 'infinity'), id) WHERE status IN ('open',
        'in_progress')
        # a person's open tasks
    index action_items_room_id (room_id)
    index action_items_summary_id (summary_id)
    index action_items_tags gin (tags)  # the document: tags
    unique action_items_of_room (id, room_id)  # what refers to it is of its room
    checks deleted_finite finite origin_state priority_state reminded_finite revised status_state type_state
    triggers audit born touch
    trigger action_items_guard before insert or update: guard_action_item
participant_reports
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    participant_id uuid → participants CASCADE  # about a person: goes with their place
    summary_id uuid → meeting_summaries CASCADE
    report_content text = ''
    speaking_time int = 0
    speaking_percentage float = 0.0
    engagement_score float null
    key_contributions jsonb = '[]'
    tasks_assigned_count int = 0
    # beyond the document
    figures jsonb = '{}'  # turns, interruptions, attendance …; of reports before m0047 report_content tells
    mentions jsonb = '[]'
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (summary_id, room_id) → meeting_summaries CASCADE
    key (participant_id, room_id) → participants CASCADE
    index participant_reports_participant_id (participant_id)
    unique participant_reports_room_participant (room_id, participant_id)  # and the index of room_id
    index participant_reports_summary_id (summary_id)
    checks figures_object mentions_array share
    triggers audit born touch
    trigger participant_reports_wanted before insert: keep_wanted_report
sessions
    id uuid PK = gen_random_uuid()
    user_id uuid → users CASCADE  # goes with the account
    token_hash varchar(64) UK = ''
    device_info jsonb = '{}'
    ip_address inet null
    expires_at timestamptz = now()
    revoked_at timestamptz null
    # beyond the document
    created_at timestamptz = now()
    updated_at timestamptz = now()
    elevated_until timestamptz null
    index sessions_over (LEAST(expires_at, revoked_at))  # cleanup_expired_sessions()
    index sessions_user_id (user_id)
    checks lifetime finite
    triggers audit born touch
room_invitations
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    inviter_id uuid → users CASCADE  # nobody is invited by nobody
    invitee_id uuid null → users SET NULL  # the address stays invited
    invitee_email varchar(2200) = ''  # sealed
    token varchar(64) UK = ''
    status varchar(20) = 'pending'
    expires_at timestamptz = now()
    # beyond the document
    created_at timestamptz = now()
    updated_at timestamptz = now()
    invitee_email_key varchar(64) null
    kind varchar(10) = 'address'  # or link: whoever has it
    role varchar(20) = 'participant'
    max_uses int = 1
    uses int = 0
    token_version int = 0  # token is the hash of what is made from id and version
    answered_at timestamptz null
    series_of uuid null  # the invitation to the whole series, of which it is a copy; or itself
    event_series uuid null  # the event in calendars of who is invited to one meeting of a series
    event_occurrence timestamptz null
    entered_as uuid null  # the place that it made last; a guest's that was never used is given back
    index room_invitations_due (expires_at) WHERE status = 'pending'  # cleanup_expired_invitations()
    index room_invitations_invitee_email_key (invitee_email_key)  # policies: who presents the address
    index room_invitations_invitee_id (invitee_id)
    index room_invitations_inviter_id (inviter_id)
    unique room_invitations_once (room_id, invitee_email_key) WHERE status = 'pending'
    index room_invitations_room_id (room_id)
    index room_invitations_series_of (series_of)
    trigger room_invitations_event before insert WHEN new.kind = 'address': name_event
    trigger room_invitations_mail after update of token_version, status
        WHEN (new.kind = 'address') AND ((new.token_version > old.token_version)
        OR ((new.status = 'revoked') AND (old.status <> 'revoked'))): mail_invitation
    trigger room_invitations_mail_new after insert WHEN new.kind = 'address': mail_invitation
    checks email_sealed status_state finite kind_state role_state counted version answered
    triggers audit born touch
notifications
    id uuid PK = gen_random_uuid()
    user_id uuid → users CASCADE  # goes with the account
    type varchar(40) = ''
    title varchar(200) = ''
    message text = ''
    data jsonb = '{}'
    is_read boolean = false
    read_at timestamptz null
    action_url text null
    # beyond the document
    created_at timestamptz = now()
    updated_at timestamptz = now()
    index notifications_newest (user_id, created_at DESC)  # the list; and the index of user_id
    index notifications_read (created_at) WHERE is_read  # cleanup_old_notifications()
    in_app boolean = true  # false: only mailed, as its person chose
    index notifications_unread (user_id, created_at DESC) WHERE NOT is_read  # the count on every page
    checks read finite
    triggers born touch
    trigger notifications_route before insert: route_notification  # shown, mailed, both or neither
    trigger notifications_ring after insert or update of is_read: ring_person  # pages count again
    trigger notifications_mail after insert: queue_mail  # in the same transaction
transcript_segments  # each utterance; the hot path
    id uuid PK = gen_random_uuid()
    transcript_id uuid → transcripts CASCADE
    room_id uuid → rooms CASCADE
    participant_id uuid null → participants SET NULL  # what was said stays, in the name of `speaker`
    seq int = 0
    speaker varchar(120) = ''
    language varchar(16) = ''
    engine varchar(40) = ''
    start_ms int = 0
    end_ms int = 0
    text text = ''
    raw_text text = ''
    revision int = 0
    words jsonb = '[]'
    confidence float null
    state varchar(20) = 'open'
    delay_ms int null  # from the end of the words until they were final
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (transcript_id, room_id) → transcripts CASCADE
    key (participant_id, room_id) → participants SET NULL (participant_id)
    index transcript_segments_participant_id (participant_id)
    index transcript_segments_room (room_id, seq)  # pages of a transcript; and the index of room_id
    unique transcript_segments_seq (transcript_id, seq)  # counted once; and the index of transcript_id
    trigger transcript_segments_forgotten before insert or update
        WHEN (new.participant_id IS NOT NULL) AND (new.state <> 'forgotten'): keep_forgotten
    trigger transcript_segments_passages_changed after update of text, speaker
        WHEN (old.text IS DISTINCT FROM new.text) OR ((old.speaker) IS DISTINCT FROM (new.speaker)):
        drop_passages
    trigger transcript_segments_passages_deleted after delete: drop_passages
    checks confidence_share state_state times words_array
    triggers born touch
attendance  # each stay
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    participant_id uuid → participants CASCADE
    livekit_sid varchar(64) null
    joined_at timestamptz = now()
    left_at timestamptz null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (participant_id, room_id) → participants CASCADE
    index attendance_room_id (room_id)
    unique attendance_stay (participant_id, livekit_sid)
        # told of twice, written once; and the index of participant_id
    trigger attendance_count_stays_delete after delete: count_stays
    trigger attendance_count_stays_insert after insert: count_stays
    trigger attendance_count_stays_update after update: count_stays
    checks times finite
    triggers born touch
chat_messages
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    participant_id uuid null → participants SET NULL  # what was written stays, in the name of `name`
    name varchar(120) = ''
    text text = ''
    sent_at timestamptz = now()
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (participant_id, room_id) → participants SET NULL (participant_id)
    unique chat_messages_of_room (id, room_id)  # what refers to it is of its room
    index chat_messages_order (room_id, sent_at, id)  # the chat; and the index of room_id
    index chat_messages_participant_id (participant_id)
    checks length name_shown finite
    triggers born touch
    trigger chat_messages_audit after delete or update: audit_row
consents
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    participant_id uuid → participants CASCADE  # goes with the place
    kind varchar(40) = ''
    given_at timestamptz = now()
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (participant_id, room_id) → participants CASCADE
    unique consents_once (participant_id, kind)  # and the index of participant_id
    index consents_room_id (room_id)
    checks kind_state finite
    triggers audit born touch
room_leases  # which transcriber has a meeting
    room_id uuid PK → rooms CASCADE
    holder varchar(200) = ''
    expires_at timestamptz = now()
    renewed_at timestamptz null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    checks finite
    triggers born touch
oauth_accounts
    id uuid PK = gen_random_uuid()
    user_id uuid → users CASCADE  # goes with the account
    provider varchar(50) = ''
    subject varchar(255) = ''
    access_token text = ''
    refresh_token text null
    expires_at timestamptz null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    unique oauth_accounts_once (provider, subject)  # one account for one foreign account
    index oauth_accounts_user_id (user_id)
    checks sealed subject
    triggers audit born touch
second_factors
    user_id uuid PK → users CASCADE  # goes with the account; one a person
    secret text = ''
    confirmed_at timestamptz null
    last_used_step bigint null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    checks sealed
    triggers audit born touch
sealing_keys
    key_id varchar(32) PK = ''
    proof text = ''
    created_at timestamptz = now()
    updated_at timestamptz = now()
    checks sealed
    triggers audit born touch
audit_events  # partitioned by month; each partition has the same
    id uuid = uuidv7()
    happened_at timestamptz = clock_timestamp()
    category text
    action text
    user_id uuid null  # no foreign keys: events outlive what they tell of
    participant_id uuid null
    session_id uuid null
    service text = ''
    request_id text null
    room_id uuid null
    table_name text null
    row_id text null
    changed text[] = '{}'
    details jsonb = '{}'
    key PRIMARY KEY (happened_at, id)
    index audit_events_category (category, happened_at DESC, id DESC)  # filter by category
    index audit_events_room (room_id, happened_at DESC, id DESC)  # filter by room
    index audit_events_user (user_id, happened_at DESC, id DESC)  # filter by person
    trigger audit_append_only before delete or update or truncate: audit_refuse ALWAYS
    checks action_check category_check details_check happened_at_check
maintenance_runs
    id uuid PK = gen_random_uuid()
    task varchar(60) = ''
    tick timestamptz = now()
    started_at timestamptz = now()
    finished_at timestamptz null
    outcome varchar(20) = 'running'
    counts jsonb = '{}'
    error text null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    index maintenance_runs_newest (task, started_at DESC)  # overdue runs
    unique maintenance_runs_once (task, tick) WHERE outcome <> 'failed'  # one run of a tick
    checks counts_object end failure finite outcome_state task_name
    triggers born touch
transcript_gaps  # what is missing from a transcript, and why
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    participant_id uuid null → participants SET NULL  # whose words are missing; null: everybody's
    cause varchar(20) = ''
    from_ms int = 0
    to_ms int null  # null: it lasted to the end, or lasts
    begun_by uuid null  # who went off the record
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (begun_by, room_id) → participants SET NULL (begun_by)
    key (participant_id, room_id) → participants SET NULL (participant_id)
    index transcript_gaps_begun_by (begun_by)
    index transcript_gaps_participant_id (participant_id)
    index transcript_gaps_room_id (room_id)
    checks cause_state times
    triggers born touch
segment_edits  # the history of corrections, a row a segment
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    segment_id uuid → transcript_segments CASCADE
    edit_id uuid = gen_random_uuid()  # the same of all segments that were changed together
    kind varchar(20) = ''
    revision int = 0  # of the segment afterwards
    before_text text = ''
    after_text text = ''
    before_speaker varchar(120) = ''
    after_speaker varchar(120) = ''
    before jsonb = '{}'  # the rest of what an undo restores
    undoes uuid null  # the edit_id that this one undid
    edited_by uuid null → users SET NULL
    edited_by_participant uuid null → participants SET NULL
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (edited_by_participant, room_id) → participants SET NULL (edited_by_participant)
    index segment_edits_edited_by (edited_by)
    index segment_edits_edited_by_participant (edited_by_participant)
    index segment_edits_room_id (room_id)
    index segment_edits_segment_id (segment_id)
    unique segment_edits_once (edit_id, segment_id)  # a repeated request changes nothing
    checks before_object kind_state revised
    triggers born touch
    trigger segment_edits_blocks after insert: reset_corrected_blocks
    trigger segment_edits_audit after delete or update: audit_row
action_item_edits  # the history of action items
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    item_id uuid → action_items CASCADE
    kind varchar(20) = ''
    revision int = 0  # of the item afterwards
    before jsonb = '{}'
    after jsonb = '{}'
    undoes uuid null  # the edit that this one undid
    edited_by uuid null → users SET NULL
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (item_id, room_id) → action_items CASCADE
    index action_item_edits_edited_by (edited_by)
    index action_item_edits_item_id (item_id)
    index action_item_edits_room_id (room_id)
    checks kind_state objects revised
    triggers born touch
    trigger action_item_edits_audit after delete or update: audit_row
action_item_comments
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    item_id uuid → action_items CASCADE
    user_id uuid null → users SET NULL
    text text = ''
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (item_id, room_id) → action_items CASCADE
    index action_item_comments_item_id (item_id)
    index action_item_comments_room_id (room_id)
    index action_item_comments_user_id (user_id)
    checks length
    triggers born touch
    trigger action_item_comments_audit after delete or update: audit_row
minutes_edits  # the history of minutes that people edited
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    summary_id uuid → meeting_summaries CASCADE
    element_id uuid = gen_random_uuid()  # lasts across rewritten minutes
    section varchar(20) = ''
    kind varchar(20) = ''
    revision int = 0  # of the element afterwards
    machine jsonb = '{}'  # as the minutes first had it
    before jsonb = '{}'
    after jsonb = '{}'
    undoes uuid null  # the edit that this one undid
    edited_by uuid null → users SET NULL
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (summary_id, room_id) → meeting_summaries CASCADE
    index minutes_edits_edited_by (edited_by)
    index minutes_edits_room_id (room_id)
    index minutes_edits_summary_id (summary_id)
    unique minutes_edits_once (element_id, revision)
    checks kind_state objects revised section_state
    triggers born touch
    trigger minutes_edits_audit after delete or update: audit_row
minutes_versions  # minutes as they were written, before edits; the newest twenty
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    summary_id uuid → meeting_summaries CASCADE
    number int = 0
    reason varchar(20) = ''
    method varchar(20) null
    model varchar(120) null
    template varchar(120) = ''
    note text null
    content jsonb = '{}'
    made_by uuid null → users SET NULL
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (summary_id, room_id) → meeting_summaries CASCADE
    index minutes_versions_made_by (made_by)
    index minutes_versions_room_id (room_id)
    unique minutes_versions_once (summary_id, number)
    checks content_object method_state numbered reason_state
    triggers born touch
    trigger minutes_versions_bounded after insert: bound_minutes_versions
calendar_feeds  # private links to one's own action items
    id uuid PK = gen_random_uuid()
    user_id uuid UK → users CASCADE
    token_hash varchar(64) UK = ''
    created_at timestamptz = now()
    updated_at timestamptz = now()
    checks hash
    triggers audit born touch
report_refusals  # who wants no report, of one meeting or of any
    id uuid PK = gen_random_uuid()
    user_id uuid null UK → users CASCADE
    participant_id uuid null UK → participants CASCADE
    created_at timestamptz = now()
    updated_at timestamptz = now()
    checks of_one
    triggers audit born touch
summary_blocks  # notes of a few minutes each, taken while the meeting runs
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    transcript_id uuid → transcripts CASCADE  # notes without words to point at are nothing
    number int = 0
    from_seq int = 0  # of the segments
    to_seq int = 0
    start_ms int = 0
    end_ms int = 0
    state varchar(20) = 'queued'
    revision int = 0  # rises when words of it are corrected or forgotten
    notes jsonb = '{}'  # what is shown
    model_notes jsonb = '{}'  # a model's, verified; the minutes are made of them
    provenance jsonb = '{}'
    noted_at timestamptz null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (transcript_id, room_id) → transcripts CASCADE
    index summary_blocks_room_id (room_id)
    unique summary_blocks_once (transcript_id, number)  # whoever closes it; and the index of transcript_id
    checks noted_finite objects places state_state
    triggers born touch
minutes_templates  # that people make themselves
    id uuid PK = gen_random_uuid()
    user_id uuid → users CASCADE
    name varchar(80) = ''
    sections jsonb = '[]'
    language varchar(20) = ''  # empty: the meeting's
    tone varchar(20) = 'neutral'
    length varchar(20) = 'medium'
    instruction text = ''
    is_default boolean = false  # of the meetings that their account creates
    created_at timestamptz = now()
    updated_at timestamptz = now()
    unique minutes_templates_name (user_id, name)
    unique minutes_templates_one_default (user_id) WHERE is_default
    checks instruction_length length_state name_shown sections_array tone_state
    triggers audit born touch
share_links  # links by which minutes are read without an account
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    created_by uuid → users CASCADE  # read with their rights, while they are the host
    scope varchar(20) = ''
    token_hash varchar(64) UK = ''
    expires_at timestamptz = now()
    revoked_at timestamptz null
    last_used_at timestamptz null
    uses int = 0
    created_at timestamptz = now()
    updated_at timestamptz = now()
    index share_links_created_by (created_by)
    index share_links_room_id (room_id)
    checks counted finite hash scope_state year
    triggers born touch
    trigger share_links_audit after insert or delete or update of revoked_at: audit_row  # not each use
room_series  # rules by which meetings come again; of a permanent room it is empty
    id uuid PK = gen_random_uuid()
    host_id uuid → users RESTRICT
    root_id uuid = gen_random_uuid()  # whose link it shares: its own, or that of before a change
    slug varchar(64) UK = ''
    name varchar(120) = ''
    rule varchar(120) = ''
    last_day date null
    starts timestamptz = now()
    minutes int = 60
    time_zone varchar(64) = 'UTC'
    max_participants int = 50
    settings jsonb = '{}'
    tags text[] = '{}'
    sequence int = 0
    cancelled_at timestamptz null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    index room_series_host_id (host_id)
    index room_series_root_id (root_id)
    checks finite name_shown planned rule_spelling settings_object slug_spelling
    triggers born touch
    trigger room_series_mail after update of sequence WHEN new.sequence > old.sequence: mail_series
room_links  # that hosts chose
    shape varchar(64) PK = ''  # what it looks like: links that are easily confused are one
    code varchar(64) = ''
    room_id uuid null → rooms CASCADE
    series_id uuid null → room_series CASCADE
    held_until timestamptz null  # in use; or for its people, and kept from other hosts, until then
    created_at timestamptz = now()
    updated_at timestamptz = now()
    index room_links_room_id (room_id)
    index room_links_series_id (series_id)
    unique room_links_of_room (room_id) WHERE held_until IS NULL
    unique room_links_of_series (series_id) WHERE held_until IS NULL
    checks finite not_generated one_target seen spelling
    triggers born touch
invitation_mails  # mails to who is invited: waiting, and the log of them
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    invitation_id uuid → room_invitations CASCADE
    kind varchar(20) = ''
    sequence int = 0
    state varchar(20) = 'waiting'
    attempts int = 0
    next_attempt_at timestamptz = now()
    error varchar(40) null
    sent_at timestamptz null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    of_series boolean = false  # about all of a series; its room says which
    of_event boolean = false  # ends the event that the invitation to one meeting was, before one to all
    index invitation_mails_due (next_attempt_at) WHERE state = 'waiting'  # claim_invitation_mail()
    index invitation_mails_invitation_id (invitation_id)
    unique invitation_mails_reminded (invitation_id, sequence) WHERE kind = 'reminder'  # each reminds once
    index invitation_mails_room_id (room_id)
    checks finite kind_state sent state_state tried
    triggers born touch
reply_mailboxes  # how far each mailbox of calendar replies is read
    id uuid PK = gen_random_uuid()
    mailbox varchar(64) UK = ''  # a hash of where it is
    uid_validity bigint = 0
    last_uid bigint = 0
    created_at timestamptz = now()
    updated_at timestamptz = now()
    checks read
    triggers born touch
invitation_replies  # the last that calendar programs have answered
    id uuid PK = gen_random_uuid()
    invitation_id uuid → room_invitations CASCADE
    series_id uuid null → room_series CASCADE
    occurrence timestamptz null  # one meeting of the series; null: all of it, or a single meeting
    answer varchar(20) = ''
    sequence int = 0
    stated_at timestamptz = now()
    taken_at timestamptz = now()
    created_at timestamptz = now()
    updated_at timestamptz = now()
    unique invitation_replies_once (invitation_id, series_id, occurrence) NULLS NOT DISTINCT
        # one of each; also the index of invitation_id
    index invitation_replies_series_id (series_id)
    checks answer_state counted finite
    triggers born touch
mail_outbox  # notifications that go out as e-mail
    id uuid PK = gen_random_uuid()
    notification_id uuid → notifications CASCADE
    channel varchar(20) = 'email'
    user_id uuid → users CASCADE
    room_id uuid null → rooms CASCADE
    bundle varchar(80) = ''  # those of one person with the same one may share a mail
    mail_id uuid null  # the mail it was claimed for, and in its Message-ID
    state varchar(20) = 'waiting'
    attempts int = 0
    next_attempt_at timestamptz = now()
    error varchar(40) null
    sent_at timestamptz null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    index mail_outbox_due (next_attempt_at) WHERE state = 'waiting'  # claim_mail()
    index mail_outbox_newest (user_id, created_at DESC)  # one's last failure; and what waits for one person
    index mail_outbox_of_mail (mail_id) WHERE state = 'waiting'  # finish_mail()
    unique mail_outbox_once (notification_id, channel)  # each notification goes out once
    index mail_outbox_room_id (room_id)
    checks channel_state finite sent state_state tried
    triggers born touch
glossary_terms  # words to expect in a room, and in its host's later ones
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    term varchar(80) = ''
    added_by uuid null → users SET NULL
    created_at timestamptz = now()
    updated_at timestamptz = now()
    index glossary_terms_added_by (added_by)
    unique glossary_terms_once (room_id, term)  # and the index of room_id
    checks term_seen
    triggers born touch
    trigger glossary_terms_audit after delete or update: audit_row
recording_tracks  # what a recording is made of: parts as they were written, then one file a speaker
    id uuid PK = gen_random_uuid()
    recording_id uuid → recordings CASCADE
    room_id uuid → rooms CASCADE
    participant_id uuid null → participants SET NULL  # whose sound; null: the place is gone
    kind varchar(20) = 'part'
    speaker varchar(120) = ''
    part int = 0
    file_path text = ''
    start_ms int = 0
    duration_ms int null  # null: being written, or its writer died
    file_size bigint null
    sha256 varchar(64) null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (participant_id, room_id) → participants SET NULL (participant_id)
    key (recording_id, room_id) → recordings CASCADE
    unique recording_tracks_file (file_path)
    index recording_tracks_participant_id (participant_id)
    index recording_tracks_recording_id (recording_id)
    index recording_tracks_room_id (room_id)
    checks file_hash file_place kind_state times
    triggers born touch
recording_consents  # who agrees to be recorded
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    participant_id uuid → participants CASCADE  # goes with the place
    agreed boolean = false
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (participant_id, room_id) → participants CASCADE
    unique recording_consents_once (participant_id)  # and its index
    index recording_consents_room_id (room_id)
    trigger recording_consents_follow after insert or update of agreed: follow_consent
    triggers audit born touch
forgotten_words  # whose words of the meeting were erased, and are not stored again
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    participant_id uuid UK → participants CASCADE
    until_ms int = 0  # of the meeting: words begun earlier are forgotten
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (participant_id, room_id) → participants CASCADE
    index forgotten_words_room_id (room_id)
    trigger forgotten_words_blocks after insert or update: reset_forgotten_blocks
    checks until
    triggers audit born touch
    trigger forgotten_words_minutes after insert or update: forget_minutes_edits  # deferred
    trigger forgotten_words_questions after insert: forget_questions
imports  # files that become meetings
    id uuid PK = gen_random_uuid()  # the meeting's, when there is one
    user_id uuid → users CASCADE
    name varchar(120) = ''
    language varchar(16) = ''
    time_zone varchar(64) = 'UTC'
    started_at timestamptz = now()
    speakers jsonb = '[]'
    file_size bigint = 0
    state varchar(20) = 'uploaded'
    progress int = 0
    error text null  # why it failed, for the person
    note text null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    index imports_newest (user_id, created_at DESC)  # one's own imports; and the index of user_id
    trigger imports_audit after insert or delete or update of state: audit_row
    checks finite name_shown progress_percent size speakers_array state_state why
    triggers born touch
transcript_passages  # what questions are looked for in
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    transcript_id uuid → transcripts CASCADE
    segment_ids uuid[] = '{}'::uuid[]
    start_ms int = 0
    end_ms int = 0
    language varchar(20) = ''
    model varchar(200) = ''  # of the embedding; empty: there is none
    created_at timestamptz = now()
    updated_at timestamptz = now()
    search tsvector null
    embedding vectors.halfvec null  # only where pgvector is there
    key (transcript_id, room_id) → transcripts CASCADE
    index transcript_passages_room_id (room_id)
    index transcript_passages_transcript_id (transcript_id)
    checks of_segments times
    triggers born touch
passage_indexes  # whose transcript has all its passages
    room_id uuid PK → rooms CASCADE
    model varchar(200) = ''
    passages int = 0
    created_at timestamptz = now()
    updated_at timestamptz = now()
    checks counted
    triggers born touch
questions  # until they are answered
    id uuid PK = gen_random_uuid()
    user_id uuid null → users CASCADE
    room_id uuid null → rooms CASCADE  # null: of all one's meetings
    text text = ''
    state varchar(20) = 'asked'
    method varchar(20) null
    passages jsonb = '[]'
    answer jsonb = '[]'
    note text null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    participant_id uuid null → participants CASCADE  # a guest's seat, in place of user_id
    key (participant_id, room_id) → participants CASCADE
    unique questions_one_a_seat (participant_id) WHERE state IN ('asked', 'answering')
    unique questions_one_at_a_time (user_id) WHERE state IN ('asked', 'answering')
    index questions_participant_id (participant_id)
    index questions_room_id (room_id)
    index questions_user_id (user_id)
    checks asker length lists seat_room state_state
    triggers born touch
polls  # what people are asked in a meeting
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    participant_id uuid null → participants SET NULL  # who asked, called `name` then
    name varchar(120) = ''
    question varchar(300) = ''
    options text[] = '{}'
    kind varchar(20) = ''
    is_anonymous boolean = false
    results varchar(20) = ''
    counts int[] = '{}'  # of an anonymous one, by option
    closed_at timestamptz null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (participant_id, room_id) → participants SET NULL (participant_id)
    unique polls_of_room (id, room_id)  # what refers to it is of its room
    index polls_order (room_id, created_at, id)
    index polls_participant_id (participant_id)
    checks counted finite kind_state options_count options_length question_length results_state
    triggers born touch
    trigger polls_audit after insert or delete or update of closed_at: audit_row  # not each anonymous vote
poll_votes  # that somebody took part and, unless the poll is anonymous, for which option
    id uuid PK = gen_random_uuid()
    poll_id uuid → polls CASCADE
    room_id uuid → rooms CASCADE
    participant_id uuid null → participants SET NULL  # the vote stays
    choice int null
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (participant_id, room_id) → participants SET NULL (participant_id)
    key (poll_id, room_id) → polls CASCADE
    unique poll_votes_once (poll_id, participant_id, choice)
    unique poll_votes_once_anonymous (poll_id, participant_id) WHERE choice IS NULL
    index poll_votes_participant_id (participant_id)
    index poll_votes_room_id (room_id)
    checks choice_of_options
    triggers born touch  # not audited: a ballot is nobody's to look up
chat_replies  # which message of the chat answers which
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    message_id uuid → chat_messages CASCADE
    reply_to uuid → chat_messages CASCADE  # without the question the answer is a message like others
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (message_id, room_id) → chat_messages CASCADE
    key (reply_to, room_id) → chat_messages CASCADE
    unique chat_replies_once (message_id)
    index chat_replies_reply_to (reply_to)
    index chat_replies_room_id (room_id)
    checks another
    triggers born touch
chat_reactions  # emoji that people gave a message of the chat
    id uuid PK = gen_random_uuid()
    room_id uuid → rooms CASCADE
    message_id uuid → chat_messages CASCADE
    participant_id uuid → participants CASCADE  # goes with the place
    emoji varchar(8) = ''
    created_at timestamptz = now()
    updated_at timestamptz = now()
    key (message_id, room_id) → chat_messages CASCADE
    key (participant_id, room_id) → participants CASCADE
    unique chat_reactions_once (message_id, participant_id, emoji)
    index chat_reactions_participant_id (participant_id)
    index chat_reactions_room_id (room_id)
    checks emoji_state
    triggers born touch  # not audited: as light as a nod
breakouts  # what a breakout room has besides being a room
    room_id uuid PK → rooms CASCADE
    main_room_id uuid → rooms CASCADE
    number int = 0
    label varchar(60) = ''
    by_choice boolean = false  # people go where they like
    closes_at timestamptz null
    help_asked_at timestamptz null  # until a host or co-host comes
    help_asked_by uuid null → participants SET NULL  # their place in the main meeting
    created_at timestamptz = now()
    updated_at timestamptz = now()
    index breakouts_help_asked_by (help_asked_by)
    index breakouts_main_room_id (main_room_id)
    checks another finite label_length number
    triggers born touch  # not audited: the rows of rooms and participants are
pgqueuer  # the queue's own tables, as pgqueuer makes them
    id bigint PK = nextval('pgqueuer_id_seq')
    priority int
    queue_manager_id uuid null
    created timestamptz = now()
    updated timestamptz = now()
    heartbeat timestamptz = now()
    execute_after timestamptz = now()
    status pgqueuer_status
    entrypoint text
    dedupe_key text null
    payload bytea null
    headers jsonb null
    attempts int = 0
    slot bigint null
    # beyond pgqueuer's
    asked_again jsonb null  # the headers of the next run, of a job that was asked for while it runs
    index pgqueuer_ep_ea_idx (entrypoint, execute_after) WHERE status = 'queued'
    index pgqueuer_ep_prio_id_idx (entrypoint, priority DESC, id) WHERE status = 'queued'
    index pgqueuer_picked_heartbeat_idx (heartbeat) WHERE status = 'picked'
    unique pgqueuer_picked_slot_idx (entrypoint, slot) WHERE (status = 'picked') AND (slot IS NOT NULL)
    index pgqueuer_priority_id_id1_idx (priority, id DESC) INCLUDE (id) WHERE status = 'queued'
    index pgqueuer_queue_manager_id_idx (queue_manager_id) WHERE queue_manager_id IS NOT NULL
    unique pgqueuer_unique_dedupe_key (dedupe_key) WHERE (status IN ('queued', 'picked')) AND
        (dedupe_key IS NOT NULL)
    index pgqueuer_updated_id_id1_idx (updated, id DESC) INCLUDE (id) WHERE status = 'picked'
    trigger pgqueuer_begin_anew before update WHEN new.asked_again IS NOT NULL: begin_anew
        # the next try, and another worker, do what was asked for
    trigger pgqueuer_run_again after delete WHEN old.asked_again IS NOT NULL: run_again
    trigger tg_pgqueuer_changed after insert or delete or update or truncate: fn_pgqueuer_changed
pgqueuer_log
    id bigint PK IDENTITY
    created timestamptz = now()
    job_id bigint
    status pgqueuer_status
    priority int
    entrypoint text
    traceback jsonb null
    aggregated boolean null = false
    index pgqueuer_log_created (created)
    index pgqueuer_log_job_id_status (job_id, created DESC)
    index pgqueuer_log_not_aggregated (1) WHERE NOT aggregated
    index pgqueuer_log_status (status)
pgqueuer_schedules
    id bigint PK = nextval('pgqueuer_schedules_id_seq')
    expression text
    entrypoint text
    heartbeat timestamptz = now()
    created timestamptz = now()
    updated timestamptz = now()
    next_run timestamptz = now()
    last_run timestamptz null
    status pgqueuer_status null = 'queued'
    key UNIQUE (expression, entrypoint)
pgqueuer_statistics
    id bigint PK = nextval('pgqueuer_statistics_id_seq')
    created timestamptz = date_trunc('sec', now())
    count bigint
    priority int
    status pgqueuer_status
    entrypoint text
    unique pgqueuer_statistics_unique_count (priority, date_trunc('sec', timezone('UTC', created)),
        status, entrypoint)
migration  # Piccolo's: what has been run
    id int PK = nextval('migration_id_seq')
    name varchar(200) = ''
    app_name varchar(200) = ''
    ran_on timestamp = now()
"""

DEVIATIONS = {
    "users.email UK": "sealed, so the same address is never the same text: users.email_key is unique instead",
    "users → participant_reports": "by participants.user_id: a guest's place has a report too",
    "rooms → meeting_summaries many": "the list below the diagram says 1-to-1: one summary a meeting",
}
"""Where the product is not as the schema document draws it, and why."""


def _lines() -> Iterator[str]:
    for line in TABLES.strip().splitlines():
        told = line.partition("#")[0].rstrip()
        if told:
            yield told


def expected() -> dict[str, list[str]]:
    """Read the page: each table with its lines, one thing a line, in the words of catalogue.py."""
    found: dict[str, list[str]] = {}
    table = ""
    for line in _lines():
        words = line.split()
        if not line.startswith(" "):
            table = line
            found[table] = []
        elif line.startswith("        "):
            found[table][-1] += f" {line.strip()}"
        elif words[0] in ("checks", "triggers"):
            found[table] += [f"{words[0].removesuffix('s')} {name}" for name in words[1:]]
        else:
            found[table].append(line.strip())
    return found


def columns(table: str) -> dict[str, list[str]]:
    """Give a table's columns by name, with the words that follow."""
    told = (line.split() for line in expected()[table])
    return {name: rest for name, *rest in told if name not in ("index", "unique", "key", "check", "trigger")}
