"""What leaves for people's inboxes and telephones (SES, SMTP, SMS, WhatsApp), what they write back, and the mails about accounts.

A mail is sent once: a claim stands in `lease` while a server is asked, and "sent" is kept for a week. States of a sender: on, paused, deleted.
Facts in: UserInvited, PasswordResetAsked (wire `mail-account`); what SES tells comes by the wire `mail-events`. Facts out: all of `facts.py`.
"""
