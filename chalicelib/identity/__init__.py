"""Who works here, in which company, and what they may do.

Tenants, their centres, users (invited → active ⇄ disabled), sessions with a second factor, and keys for partners' programs. The platform is a
tenant of its own, `sys`: super administrators are its users, so that nothing below has a second path for them.
Facts out: all of `facts.py`. Facts in: none.
"""
