"""How a long thing is stopped by the person at the keyboard: between two pages, so that it can go on there."""


class Stopped(Exception):
    """It goes on when the same command is given again."""
