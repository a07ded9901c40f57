"""Marketing lists: persons whom somebody put on one by hand, or whom a rule finds among the leads whenever it is asked.

States: a list is kept or deleted; a membership is on or off (`models`). The sweep clears what is left of deleted lists.
Facts out: ListMade, ListChanged, ListDeleted, PersonListed, PersonUnlisted.
"""
