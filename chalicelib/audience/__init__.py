"""How many people a form reached: who saw it, who began to fill it in, who sent it. Counted by edition and day, without cookies or names.

No states, no facts. Browsers tell it as they leave the page; robots, and what programs send, are not counted.
"""
