"""The program: configuration, schedule, polls, watches, alerts, delivery and the command line."""

__version__ = "0.1.0"
