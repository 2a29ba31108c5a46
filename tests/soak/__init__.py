"""What takes too long for make test: the long rows of the bar, by their number."""
