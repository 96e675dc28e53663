"""The names of an alert's group: a watch and channel have one open alert of each."""

PLAIN, URGENT, DIGEST, INSTEAD = "", "urgent", "digest", "instead"
# Alerts of one story: its name follows.
FIGURES, CORRECTION, CONFIRM = "figures", "correction", "confirm"
WITHDRAWN = "withdrawn"  # what a page took back: its id follows
# These sum up several watches of a channel. OUTAGE is made when a channel is back; a recipient's name follows it.
QUIET, FOLDED, OUTAGE = "quiet hours", "folded", "outage"
SUMMARIES = frozenset({QUIET, FOLDED})
CLOCK_GROUPS = frozenset({DIGEST, QUIET})  # these wait for a time of the day, the others for a span of time
