"""What notes were read as, how many of each label there are, and how a company wants them read."""
