"""What every slice stands on, and which knows no slice.

Configuration, clock, ids, errors, HTTP routes, records, states, facts and their relay, encryption, the tenant fence and logs.
Facts come in from the stream of the `main` table; they go out to `trace` and to the queues of the wires that listen.
"""
