"""Lists, and who is on them by hand."""
