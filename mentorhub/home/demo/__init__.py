"""Made-up people and requests, so that a new checkout shows what the portal is for."""
