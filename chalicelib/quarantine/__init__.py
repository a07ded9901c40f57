"""The quarantine: an administrator looks through what the shields of the forms held back, and releases or drops it.

What is released goes the road that it would have gone, with the proof that it came with. The posts themselves are the shield's. No facts of its own.
"""
