"""Articles that come from elsewhere: a folder of Markdown, a Zendesk Help Center's JSON."""
