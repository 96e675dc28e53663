"""The Arabic language: pure functions and data about letters, words and dates, with no I/O beyond its own data."""
