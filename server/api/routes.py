"""The table of routes: every operation of the REST API."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from aiohttp import web

from server.api import (
    action_items,
    audit,
    calendar_feed,
    captions_track,
    chat,
    corrections,
    docs,
    egress_layout,
    elevation,
    events,
    exports,
    forgotten_words,
    health,
    imports,
    invitation_answers,
    invitations,
    meeting_calendar,
    minutes,
    minutes_edits,
    minutes_regeneration,
    minutes_templates,
    minutes_versions,
    moderation,
    notes,
    notice_preferences,
    notifications,
    off_record,
    participants,
    people,
    person_events,
    polls,
    questions,
    reactions,
    recording,
    recording_audio,
    recording_video,
    removals,
    replacements,
    report_wishes,
    request_metrics,
    retention,
    room_action_items,
    room_moderation,
    rooms,
    search,
    segment_search,
    segments,
    sessions,
    share_links,
    shared_minutes,
    signalling,
    unsubscribe,
    webhooks,
)
from server.api.breakout_routes import BREAKOUTS
from server.api.entry_routes import ENTRY
from server.api.openapi import Operation, document
from server.api.permanent_routes import PERMANENT_ROOMS
from server.api.series_routes import SERIES
from server.app_keys import SETTINGS
from server.http_fallback import send_continue

OPERATIONS = (
    Operation("POST", "/api/people", people.register),
    Operation("GET", "/api/people/me", people.me),
    Operation("PUT", "/api/people/me/password", people.set_password),
    Operation("GET", "/api/people/me/reports", report_wishes.show),
    Operation("PUT", "/api/people/me/reports", report_wishes.set_always),
    Operation("POST", "/api/sessions", sessions.create),
    Operation("GET", "/api/sessions", sessions.index),
    Operation("DELETE", "/api/sessions/current", sessions.delete_current),
    Operation("DELETE", "/api/sessions/{session_id}", sessions.delete),
    Operation("GET", "/api/rooms", rooms.index),
    Operation("POST", "/api/rooms", rooms.create),
    Operation("GET", "/api/rooms/{slug}", rooms.show),
    Operation("PATCH", "/api/rooms/{slug}", rooms.change),
    Operation("DELETE", "/api/rooms/{slug}", rooms.cancel),
    *ENTRY,
    Operation("POST", "/api/rooms/{slug}/end", rooms.end),
    Operation("PUT", "/api/rooms/{slug}/retention", retention.change_retention),
    Operation("GET", "/api/rooms/{slug}/participants", participants.index),
    Operation("PATCH", "/api/rooms/{slug}/participants/{participant_id}", moderation.change),
    Operation("DELETE", "/api/rooms/{slug}/participants/{participant_id}", removals.remove),
    Operation("PUT", "/api/rooms/{slug}/switches", room_moderation.switch),
    Operation("POST", "/api/rooms/{slug}/mute", room_moderation.mute_all),
    Operation("DELETE", "/api/rooms/{slug}/hands", room_moderation.lower_hands),
    Operation("POST", "/api/rooms/{slug}/admissions", room_moderation.let_in_all),
    Operation("DELETE", "/api/rooms/{slug}/participants/{participant_id}/words", forgotten_words.forget),
    Operation("PUT", "/api/rooms/{slug}/off-record", off_record.set_off_record),
    Operation("GET", "/api/rooms/{slug}/messages", chat.index),
    Operation("POST", "/api/rooms/{slug}/messages", chat.create),
    Operation("PUT", "/api/rooms/{slug}/messages/{message_id}/reactions", chat.react),
    Operation("POST", "/api/rooms/{slug}/reactions", reactions.create),
    Operation("GET", "/api/rooms/{slug}/polls", polls.index),
    Operation("POST", "/api/rooms/{slug}/polls", polls.create),
    Operation("PUT", "/api/rooms/{slug}/polls/{poll_id}/vote", polls.vote),
    Operation("POST", "/api/rooms/{slug}/polls/{poll_id}/close", polls.close),
    Operation("DELETE", "/api/rooms/{slug}/polls/{poll_id}", polls.remove),
    *BREAKOUTS,
    Operation("GET", "/api/rooms/{slug}/recording", recording.show),
    Operation("PUT", "/api/rooms/{slug}/recording", recording.change),
    Operation("PUT", "/api/rooms/{slug}/recording/consent", recording.consent),
    Operation("GET", "/api/rooms/{slug}/segments", segments.segments),
    Operation("GET", "/api/rooms/{slug}/captions.vtt", captions_track.track),
    Operation("GET", "/api/rooms/{slug}/recording/audio", recording_audio.audio),
    Operation("GET", "/api/rooms/{slug}/recording/audio/{participant_id}", recording_audio.speaker),
    Operation("GET", "/api/rooms/{slug}/recording/peaks", recording_audio.peaks),
    Operation("GET", "/api/rooms/{slug}/recording/videos/{video_id}", recording_video.video),
    Operation("PATCH", "/api/rooms/{slug}/segments/{segment_id}", corrections.correct),
    Operation("PATCH", "/api/rooms/{slug}/segments/{segment_id}/speaker", corrections.correct_speaker),
    Operation("POST", "/api/rooms/{slug}/segments/{segment_id}/split", corrections.split),
    Operation("POST", "/api/rooms/{slug}/segments/{segment_id}/join", corrections.join),
    Operation("GET", "/api/rooms/{slug}/segments/{segment_id}/history", corrections.history),
    Operation("POST", "/api/rooms/{slug}/edits/{edit_id}/undo", corrections.undo),
    Operation("POST", "/api/rooms/{slug}/replacements/preview", replacements.preview),
    Operation("POST", "/api/rooms/{slug}/replacements", replacements.replace),
    Operation("GET", "/api/rooms/{slug}/glossary", replacements.show_glossary),
    Operation("PUT", "/api/rooms/{slug}/glossary", replacements.change_glossary),
    Operation("POST", "/api/rooms/{slug}/minutes/rewrite", replacements.rewrite),
    Operation("GET", "/api/rooms/{slug}/search", segment_search.find),
    Operation("GET", "/api/rooms/{slug}/minutes", minutes.show),
    Operation("PUT", "/api/rooms/{slug}/minutes/report", report_wishes.set_for_meeting),
    Operation("GET", "/api/rooms/{slug}/notes", notes.show),
    Operation("GET", "/api/rooms/{slug}/minutes/regeneration", minutes_regeneration.show_choice),
    Operation("POST", "/api/rooms/{slug}/minutes/regeneration", minutes_regeneration.regenerate_minutes),
    Operation("GET", "/api/minutes-templates", minutes_templates.index),
    Operation("POST", "/api/minutes-templates", minutes_templates.create),
    Operation("GET", "/api/minutes-templates/{template_id}", minutes_templates.show),
    Operation("PUT", "/api/minutes-templates/{template_id}", minutes_templates.change),
    Operation("DELETE", "/api/minutes-templates/{template_id}", minutes_templates.remove),
    Operation("GET", "/api/rooms/{slug}/minutes/edits", minutes_edits.index),
    Operation("POST", "/api/rooms/{slug}/minutes/edits/undo", minutes_edits.undo),
    Operation("GET", "/api/rooms/{slug}/minutes/versions", minutes_versions.index),
    Operation("GET", "/api/rooms/{slug}/minutes/versions/{version_id}", minutes_versions.show),
    Operation("GET", "/api/rooms/{slug}/minutes/versions/{version_id}/comparison", minutes_versions.compare),
    Operation("POST", "/api/rooms/{slug}/minutes/versions/{version_id}/restore", minutes_versions.restore),
    Operation("POST", "/api/rooms/{slug}/minutes/elements", minutes_edits.add),
    Operation("PATCH", "/api/rooms/{slug}/minutes/elements/{element_id}", minutes_edits.change),
    Operation("DELETE", "/api/rooms/{slug}/minutes/elements/{element_id}", minutes_edits.remove),
    Operation("GET", "/api/rooms/{slug}/action-items", room_action_items.room_items),
    Operation("POST", "/api/rooms/{slug}/action-items", room_action_items.add),
    Operation("GET", "/api/rooms/{slug}/action-items/{item_id}", room_action_items.show),
    Operation("PATCH", "/api/rooms/{slug}/action-items/{item_id}", room_action_items.change),
    Operation("DELETE", "/api/rooms/{slug}/action-items/{item_id}", room_action_items.remove),
    Operation("POST", "/api/rooms/{slug}/action-items/{item_id}/undo", room_action_items.undo_change),
    Operation("POST", "/api/rooms/{slug}/action-items/{item_id}/comments", room_action_items.comment),
    Operation(
        "DELETE",
        "/api/rooms/{slug}/action-items/{item_id}/comments/{comment_id}",
        room_action_items.uncomment,
    ),
    Operation("GET", "/api/rooms/{slug}/export/json", exports.export_json),
    Operation("GET", "/api/rooms/{slug}/export/{format}", exports.export),
    Operation("GET", "/api/rooms/{slug}/events", events.listen),
    Operation("GET", "/api/rooms/{slug}/share-links", share_links.index),
    Operation("POST", "/api/rooms/{slug}/share-links", share_links.create),
    Operation("DELETE", "/api/rooms/{slug}/share-links/{link_id}", share_links.end),
    *SERIES,
    *PERMANENT_ROOMS,
    Operation("GET", "/api/rooms/{slug}/invitations", invitations.index),
    Operation("POST", "/api/rooms/{slug}/invitations", invitations.create),
    Operation("POST", "/api/rooms/{slug}/invitation-links", invitations.create_link),
    Operation("POST", "/api/rooms/{slug}/invitations/{invitation_id}/renewal", invitations.renew),
    Operation("DELETE", "/api/rooms/{slug}/invitations/{invitation_id}", invitations.withdraw),
    Operation(
        "GET",
        "/api/rooms/{slug}/invitations/{invitation_id}/invitation.ics",
        meeting_calendar.invitation_file,
    ),
    Operation("GET", "/api/rooms/{slug}/invitation-mails", meeting_calendar.mail_log),
    Operation("GET", "/api/rooms/{slug}/meeting.ics", meeting_calendar.meeting),
    Operation("GET", "/api/invitations/{token}", invitation_answers.show),
    Operation("GET", "/api/invitations/{token}/meeting.ics", meeting_calendar.invited_meeting),
    Operation("PUT", "/api/invitations/{token}/answer", invitation_answers.answer),
    Operation("POST", "/api/invitations/{token}/entry", invitation_answers.enter),
    Operation("POST", "/api/imports", imports.create),
    Operation("GET", "/api/imports", imports.index),
    Operation("GET", "/api/imports/{import_id}", imports.show),
    Operation("DELETE", "/api/imports/{import_id}", imports.cancel),
    Operation("GET", "/api/action-items", action_items.index),
    Operation("GET", "/api/action-items/feed", calendar_feed.show_feed),
    Operation("POST", "/api/action-items/feed", calendar_feed.make_feed),
    Operation("DELETE", "/api/action-items/feed", calendar_feed.end_feed),
    Operation("GET", "/api/calendar/{token}/action-items.ics", calendar_feed.feed),
    Operation("GET", "/api/calendar/{token}/meetings.ics", meeting_calendar.feed),
    Operation("GET", "/api/search", search.index),
    Operation("POST", "/api/questions", questions.ask),
    Operation("GET", "/api/elevation", elevation.show),
    Operation("POST", "/api/elevation", elevation.create),
    Operation("DELETE", "/api/elevation", elevation.delete),
    Operation("GET", "/api/audit", audit.index),
    Operation("GET", "/api/audit.csv", audit.export),
    Operation("GET", "/api/notifications", notifications.index),
    Operation("GET", "/api/notifications/unread", notifications.unread),
    Operation("GET", "/api/notifications/events", person_events.listen),
    Operation("POST", "/api/notifications/read", notifications.read_all),
    Operation("GET", "/api/notifications/preferences", notice_preferences.show),
    Operation("PUT", "/api/notifications/preferences", notice_preferences.replace),
    Operation("POST", "/api/notifications/{notification_id}/read", notifications.read),
)


def add_routes(app: web.Application) -> None:
    """Mount the operations, their documentation, webhooks, signalling and probes."""
    for operation in OPERATIONS:
        app.router.add_route(
            operation.method, operation.path, operation.endpoint.handle, expect_handler=send_continue
        )
    app[docs.DOCUMENT] = _document(app[SETTINGS].url)
    app.router.add_get("/api/openapi.json", docs.openapi, expect_handler=send_continue)
    app.router.add_get("/api/docs", docs.page, expect_handler=send_continue)
    app.router.add_post("/api/webhooks/livekit", webhooks.livekit, expect_handler=send_continue)
    app.router.add_get("/api/egress/people", egress_layout.people, expect_handler=send_continue)
    app.router.add_get("/i/{token}", invitation_answers.page, expect_handler=send_continue)
    app.router.add_get("/s/{token}", shared_minutes.page, expect_handler=send_continue)
    app.router.add_get(
        "/s/{token}/minutes.{format:md|pdf}", shared_minutes.file, expect_handler=send_continue
    )
    app.router.add_get("/unsubscribe/{token}", unsubscribe.ask, expect_handler=send_continue)
    app.router.add_post("/unsubscribe/{token}", unsubscribe.stop, expect_handler=send_continue)
    signalling.add_routes(app)
    app.router.add_get("/healthz", health.alive, expect_handler=send_continue)
    app.router.add_get("/readyz", health.ready, expect_handler=send_continue)
    app.router.add_get("/metrics", request_metrics.metrics, expect_handler=send_continue)
    app.router.add_get("/metrics/targets", request_metrics.targets, expect_handler=send_continue)


@cache
def _document(url: str) -> dict[str, Any]:
    return document(OPERATIONS, version=_version(), url=url)


def _version() -> str:
    try:
        return version("parley")
    except PackageNotFoundError:
        return "0"  # run from a tree that was never installed
