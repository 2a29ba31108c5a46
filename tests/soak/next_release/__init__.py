"""An app of a release to come: its migrations change a table that is in use."""
