"""Whether MentorHub works: for load balancers, for whoever looks after it, for its monitoring."""
