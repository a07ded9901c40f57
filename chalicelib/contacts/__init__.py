"""Who we know: the persons of a tenant, sealed under a key of their own, and the guards that keep one person one.

The e-mail decides who somebody is; the phone only where there is no e-mail. A second person under one number is suspected, never merged.
Tags sort persons in the company's own words. A number may be one that nobody of the company calls.
Facts out: DuplicateSuspected, PersonTagged, TagMade, TagChanged, TagRetired, NumberBlocked, NumberUnblocked.
"""
