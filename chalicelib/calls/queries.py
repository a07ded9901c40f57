from __future__ import annotations

from chalicelib.calls.models.centres import CentreCalls
from chalicelib.calls.outcomes import CentreOutcomes, CentreOutcomesKept, usual
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.identity import queries as identity


def outcomes_of(centre_id: str | None) -> CentreOutcomes:
    """What the agents of a centre may say of a call."""
    kept = CentreCalls.of(centre_id) if centre_id else None
    return CentreOutcomes(outcomes=kept.outcomes, clientele=kept.clientele) if kept else usual()


def outcomes_for(caller: Caller, centre_id: str) -> CentreOutcomesKept:
    """The same for whoever steers the centre, as they stand this instant."""
    if not caller.may_reach("outcomes.write", centre=centre_id, owner=None):
        raise NotFound
    identity.centre(centre_id)
    kept = CentreCalls.of(centre_id, consistent=True)
    if kept is None:
        return CentreOutcomesKept(**usual().model_dump(), version=0)
    return CentreOutcomesKept(outcomes=kept.outcomes, clientele=kept.clientele, version=int(kept.version))
