"""The agent's work: the queue, the lead page with its history, and what came of a call. (The call log comes with Amazon Connect.)

Outcomes: confirmed, rejected with a reason, callback at a time, unreachable. Facts out: those of the lead.
"""
