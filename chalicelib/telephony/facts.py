from __future__ import annotations

from dataclasses import field

from chalicelib.foundation.facts import Fact


class CallFact(Fact, family=True):
    """`agent_id`: who speaks for us."""

    call_id: str
    lead_id: str
    centre_id: str | None = field(default=None, kw_only=True)
    agent_id: str | None = field(default=None, kw_only=True)


class CallPlaced(CallFact):
    """`way`: by ``connect``, or by ``hand`` with a telephone of one's own."""

    way: str = "hand"


class CallReceived(CallFact):
    """Somebody called us."""


class CallConnected(CallFact):
    """The person and an agent speak with each other."""


class CallEnded(CallFact):
    """`rang_ms`, `talked_ms`: as far as was known then; the call itself knows better once late news has come. `why`: Connect's code, or
    ``END_UNKNOWN`` where no end was told for longer than any call takes. A call that was handed on when it seemed over ends twice.
    """

    rang_ms: int | None = None
    talked_ms: int | None = None
    why: str | None = None


class CallTranscribed(CallFact):
    """What was said is kept, sealed."""


class TelephonyChanged(Fact):
    """How this company calls from now on."""

    way: str


class RecordingOpened(CallFact):
    """Somebody was given the address from which the recording is heard, for some minutes."""


class TranscriptOpened(CallFact):
    """Somebody read what was said."""
