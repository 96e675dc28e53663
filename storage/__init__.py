"""The only place that knows SQLite: one file per table, with methods named for what the product does."""
