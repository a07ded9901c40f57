"""Surveys, the invitations to them, and their figures."""
