"""The metrics of job processes: what captions cost, how late they are, what is lost.

Each job counts in its own memory; `agent/job_reports.py` brings the figures to the worker's page. Labels are
engines, languages and fixed words, never a room, a person or text.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from server.meeting.pool_metrics import PoolCollector
from server.metrics_page import FACTOR_BUCKETS, LATENCY_BUCKETS_S

JOBS = CollectorRegistry()
"""Every gauge in it is a sum over jobs."""
JOBS.register(PoolCollector())
BY_ENGINE = ("engine", "language")


def _latency(name: str, text: str) -> Histogram:
    return Histogram(name, text, BY_ENGINE, buckets=LATENCY_BUCKETS_S, registry=JOBS)


WORD_LATENCY = _latency(
    "parley_caption_word_latency_seconds", "End of a word to the first caption sent that kept it."
)
FINAL_LATENCY = _latency(
    "parley_caption_final_latency_seconds", "End of speech to the final stored and sent."
)
STORED_LATENCY = _latency("parley_caption_stored_latency_seconds", "End of speech to the final stored.")
FIRST_LATENCY = _latency(
    "parley_caption_first_latency_seconds", "First voice of an utterance to its first caption sent."
)
INTERIMS = Counter("parley_caption_interims", "Interim captions sent.", BY_ENGINE, registry=JOBS)
FINALS = Counter(
    "parley_caption_finals", "Final captions sent, stored or in the journal.", BY_ENGINE, registry=JOBS
)
WORDS = Counter("parley_caption_words", "Words of finals.", BY_ENGINE, registry=JOBS)
WORDS_REVOKED = Counter(
    "parley_caption_words_revoked", "Words shown in a caption and changed or removed by a later one.",
    BY_ENGINE, registry=JOBS,
)  # fmt: skip
INTERIMS_DROPPED = Counter(
    "parley_caption_interims_dropped",
    "Interims not made or not sent: superseded by a newer hypothesis; Whisper busy, slow or unavailable;"
    " shed because an engine is overloaded.",
    ("reason",),
    registry=JOBS,
)
for reason in ("superseded", "busy", "timeout", "unavailable", "overload"):
    INTERIMS_DROPPED.labels(reason)
SEND_FAILURES = Counter("parley_caption_send_failures", "Captions that LiveKit did not take.", registry=JOBS)
OVERRUNS = Counter("parley_caption_overruns", "Times that a track's backlog was full.", registry=JOBS)
BACKLOG = Gauge("parley_caption_backlog_seconds", "Speech that waits for an engine.", registry=JOBS)
GAPS = Counter("parley_caption_gaps", "Gaps recorded in transcripts.", ("cause",), registry=JOBS)
GAP_SECONDS = Counter(
    "parley_caption_gap_seconds", "Length of the gaps; of open ones once they end.", ("cause",), registry=JOBS
)
NOT_STORED = Counter("parley_segments_not_stored", "Segments that could not be stored.", registry=JOBS)
STORE_SECONDS = Histogram(
    "parley_segment_store_seconds", "Storing a final, with all retries.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0), registry=JOBS,
)  # fmt: skip
WRITES_RETRIED = Counter(
    "parley_transcript_writes_retried", "Database work repeated because it was unavailable.", registry=JOBS
)
JOURNAL_RECORDS = Gauge(
    "parley_journal_records", "Finals, gaps and removals that wait for the database.", registry=JOBS
)
JOURNAL_BYTES = Gauge("parley_journal_bytes", "Size of what waits for the database.", registry=JOBS)
FINALS_DELAYED = Counter(
    "parley_finals_delayed", "Finals that were shown before they could be stored.", registry=JOBS
)
FINALS_DROPPED = Counter(
    "parley_finals_dropped", "Finals that the full journal could not take; a gap covers them.", registry=JOBS
)
ENGINE_FAILURES = Counter(
    "parley_engine_failures", "Calls of an engine that failed.", ("engine",), registry=JOBS
)
WHISPER_LOST = Counter("parley_whisper_connections_lost", "Connections to whisper lost.", registry=JOBS)
WHISPER_RECONNECTS = Counter(
    "parley_whisper_reconnects", "Connections to whisper opened again.", registry=JOBS
)
RECOGNIZERS = Gauge(
    "parley_recognizers",
    "Vosk recognizers in memory: leased to a speaker, or idle.",
    ("state",),
    registry=JOBS,
)
RECOGNIZER_WAIT = Histogram(
    "parley_recognizer_wait_seconds", "Waiting for a recognizer when somebody begins to speak.",
    buckets=LATENCY_BUCKETS_S, registry=JOBS,
)  # fmt: skip
RECOGNIZER_BUSY = Counter(
    "parley_recognizer_busy_seconds", "Time spent in recognizers.", BY_ENGINE, registry=JOBS
)
RECOGNIZER_AUDIO = Counter(
    "parley_recognizer_audio_seconds", "Speech given to recognizers.", BY_ENGINE, registry=JOBS
)
REAL_TIME_FACTOR = Histogram(
    "parley_recognizer_real_time_factor", "Time in a recognizer per second of speech, of each utterance.",
    BY_ENGINE, buckets=FACTOR_BUCKETS, registry=JOBS,
)  # fmt: skip
REFINEMENTS = Counter(
    "parley_refinements", "Finals after the second pass, by outcome.", ("outcome",), registry=JOBS
)
REFINEMENT_DELAY = Histogram(
    "parley_refinement_delay_seconds", "From a final to its refined words.", BY_ENGINE,
    buckets=(0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 30.0, 60.0), registry=JOBS,
)  # fmt: skip
SHEDDING = Gauge(
    "parley_shedding_rooms",
    "Rooms in which this is shed because an engine is overloaded.",
    ("step",),
    registry=JOBS,
)
for step in ("second_pass", "fewer_interims", "no_interims"):
    SHEDDING.labels(step)
TRACKS = Gauge("parley_tracks_captioned", "Audio tracks that are captioned.", registry=JOBS)
JOB_MEMORY = Gauge("parley_job_memory_bytes", "Memory that only the job processes hold.", registry=JOBS)
