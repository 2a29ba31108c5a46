"""Mentor guides: one reference per project, shared by mentor and assessor."""
