"""The path of an alert as a visible list of stages: match, route, mute, group, enqueue."""

from monitor.pipeline.enqueue import enqueue_instead, enqueue_notice, enqueue_welcome
from monitor.pipeline.groups import CLOCK_GROUPS
from monitor.pipeline.rules import Outlet, Rules
from monitor.pipeline.stages import STAGES, Sighting, run
from monitor.pipeline.withdrawing import tell_withdrawn

__all__ = [
    "CLOCK_GROUPS",
    "STAGES",
    "Outlet",
    "Rules",
    "Sighting",
    "enqueue_instead",
    "enqueue_notice",
    "enqueue_welcome",
    "run",
    "tell_withdrawn",
]
