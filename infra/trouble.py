"""What every command of `infra/` says when it cannot go on."""


class Trouble(Exception):
    """Something the person at the keyboard can mend. Its text is one line, shown without a traceback."""
