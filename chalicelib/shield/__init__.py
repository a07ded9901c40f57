"""Keeps machines out of the forms, without a third party, and keeps what it held back for somebody to look at.

What it asks of a page: a field that stays empty, a signed time, some work. What it counts: the leads that an address, or a form, opens.
States: held released dropped (`models.HeldPost.MOVES`). Facts out: PostHeldBack, PostReleased, PostDropped.
"""
