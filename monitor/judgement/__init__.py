"""What counts as the same, and what counts as news: pure functions on folded texts, free of storage and crawler."""
