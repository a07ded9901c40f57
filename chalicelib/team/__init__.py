"""A team at work: the wall that shows who is there and what waits, and each agent's own day beside the team's.

Nothing is kept here. Figures are read from the history by who did what (index `actor`), pools and seats as they stand; no counter is written
for them. No facts in or out.
"""
