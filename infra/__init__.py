"""What Passerelle stands on: the production template, and the local house that runs the same things on a laptop."""
