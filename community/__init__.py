"""The Slack groups of each path, and official announcements. No models yet."""
