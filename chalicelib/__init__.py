"""Passerelle: from a form post to a confirmed lead. One folder per capability; `pyproject.toml` draws the storeys."""
