"""What came of calls, read from the agents' notes, and how warm a lead is.

A note is positive, negative, partial or unclassified. An embedded reader of French and English says so, with the words that decided it
(`docs/classification.md`); whoever knows better says so, and is believed.
"""
