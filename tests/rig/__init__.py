"""The whole site as real processes, for the tests that need them."""
