"""The proof sheet: what one lead's consent rests on, from the form as it stood to what came of the call.

Made when it is asked for, out of what is kept anyway: the facts of the lead, chained by hashes, and the sealed request. It writes nothing
but who was given it. Facts out: ProofGiven.
"""
