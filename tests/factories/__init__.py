"""Makers of rows: the same words in, the same rows out; nothing is random, nothing is made besides."""
