"""The Help Center: answers to frequent questions, in categories."""
