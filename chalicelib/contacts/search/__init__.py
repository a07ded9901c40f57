"""Persons found by parts of what they are called, by their address or their number.

Each word of a person is a blind token in `find`: its key tells nothing without the tenant's, and what stands in it is sealed. Tokens are written
once somebody may be called, and go with them; all of them can be made anew from `main`. A whole address or number is found by its guard, before.
"""
