"""What messaging keeps: whom mails are from, each mail on its way, and what became of those that left."""
