"""What comes from others: which versions, by which hashes, under which licences, and with which known faults."""
