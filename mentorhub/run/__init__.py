"""The whole site on this machine, as `make run` starts it: every process a child of one that watches."""
