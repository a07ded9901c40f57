"""What a console shows, kept fresh: whoever may see a lead hears at once that it changed, and fetches what it shows again.

A connection opens with a ticket of thirty seconds and is forgotten when it is gone, two hours later at most; it is closed where its person
is not who opened it any more. Facts in: all of leads, and of identity what ends access.
"""
