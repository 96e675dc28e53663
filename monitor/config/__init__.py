"""The configuration: `config.toml` read, checked, and handed on as values."""

from monitor.config.load import Config, fingerprint, load_config
from monitor.config.mistakes import ConfigError, Mistake, mistake_for_term, mistake_for_watch
from monitor.config.model import (
    ChannelConfig,
    ConceptConfig,
    ConsoleConfig,
    EmailConfig,
    General,
    PlaceConfig,
    SlackConfig,
    Source,
    WatchConfig,
)
from monitor.config.parts import Deliver, QuietHours
from monitor.config.secret import Secret, SecretError

__all__ = [
    "ChannelConfig",
    "ConceptConfig",
    "Config",
    "ConfigError",
    "ConsoleConfig",
    "Deliver",
    "EmailConfig",
    "General",
    "Mistake",
    "PlaceConfig",
    "QuietHours",
    "Secret",
    "SecretError",
    "SlackConfig",
    "Source",
    "WatchConfig",
    "fingerprint",
    "load_config",
    "mistake_for_term",
    "mistake_for_watch",
]
