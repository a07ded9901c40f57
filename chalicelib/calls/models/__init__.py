"""What calls keep: how each centre speaks of them, and the numbers that nobody calls."""
