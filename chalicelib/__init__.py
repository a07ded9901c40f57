"""Passerelle: from a form post to a confirmed lead. One folder per capability; `pyproject.toml` draws the storeys."""

import gc

# What is read at the start stays for good. Looking through it for garbage after every 700 new objects took a tenth of a cold start.
gc.set_threshold(50_000)
