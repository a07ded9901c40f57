"""Surveys: a published form sent by mail to people whom we know, and their answers.

Each person gets one mail with a link of their own, and answers once; nothing is asked of them again, nothing new is agreed to. A survey moves
through gathering ready sending stopped sent closed, an invitation through waiting mailed answered left_out undelivered unsubscribed.
Facts in: its own (wire `mail-survey`), MailBounced, MailComplained. Facts out: those of `facts.py`; SurveyAnswered is for partners.
"""
