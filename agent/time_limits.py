"""How long the end of a transcription may take: each limit is derived from those it must outlast."""

from agent.transient_retry import GIVE_UP_AFTER_S
from server.meeting.leases import LEASE_S

FLUSH_S = 240.0
"""For the last finals: longer than the engines' own retries and a restart of the database."""
EMPTY_ROOM_WAIT_S = 4.0
"""How long LiveKit may still list an empty room after ending its job."""
REFINE_S = 10.0
"""For the second pass of the last finals; what is not read by then keeps its words."""
SESSION_END_S = FLUSH_S + EMPTY_ROOM_WAIT_S + REFINE_S + 3 * GIVE_UP_AFTER_S
"""For the whole end: flush, refine, then close the transcript, end the meeting and release the lease."""
SHUTDOWN_S = 15.0
"""For the job's process to exit afterwards; then it is killed, and no longer renews its lease."""
DRAFT_WAIT_S = 45.0
"""For a transcriber to finish before minutes are drafted without its last words: a draft within a minute."""
TRANSCRIPT_SETTLED_S = SESSION_END_S + SHUTDOWN_S + LEASE_S
"""From then on no transcriber writes to a meeting that has ended, whatever became of it."""
