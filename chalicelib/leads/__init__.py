"""The life cycle of a lead: one request by one person, from the form post to the last word.

States: pending ready assigned in_progress callback confirmed rejected unreachable expired bounced erased (`models.Lead.MOVES`).
Whether the e-mail must be confirmed first is frozen on the lead when it is opened. Facts out: all of `facts.py`.
"""
