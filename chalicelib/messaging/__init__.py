"""What leaves for people's inboxes: sender profiles (SES, SMTP), the one way to send, and the mails about accounts.

A mail is sent once: a claim stands in `lease` while a server is asked, and "sent" is kept for a week. States of a sender: on, paused, deleted.
Facts in: UserInvited, PasswordResetAsked (wire `mail-account`); what SES tells comes by the wire `mail-events`. Facts out: all of `facts.py`.
"""
