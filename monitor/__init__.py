"""The program: configuration, schedule, polls, watches, alerts, delivery and the command line."""
