"""The embedded reader of notes: needs no key, no network and none of the slices."""
