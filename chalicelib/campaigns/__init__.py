"""Relances: what is sent by itself to people who have not confirmed, or whom nobody has reached, step by step until something happens.

A plan says what and when, for the leads of a form, of a centre or of all. Each lead that it fits is followed by a pursuit: running, owed (a
message is about to leave), done or stopped, with the reason. Facts in: LeadOpened, LeadEmailConfirmed, LeadRouted, MailBounced, MailComplained
and its own RelanceOwed (wire `relance`, by which people's answers come, too); the sweep rings its timers. Facts out: those of `facts.py`.
"""
