"""A generated live room: posts that come, are edited and pinned, shown on every poll in another order and dress."""
