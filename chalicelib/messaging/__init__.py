"""What leaves for people's inboxes: sender profiles (SES, SMTP), the one way to send, and the mails about accounts.

A mail is sent once: a claim stands in `lease` while a server is asked, and "sent" is kept for a week. Facts in: UserInvited,
PasswordResetAsked. Facts out: SenderAdded.
"""
