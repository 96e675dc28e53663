"""The types of keys: how a value of the file is read, with its bounds."""

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, InstanceOf, ValidationInfo

from monitor.config import parts
from monitor.config.parts import Deliver, QuietHours, parse_duration
from monitor.config.secret import Secret, parse_secret


class WrongKeyError(ValueError):
    """A key is wrong in the light of its neighbours."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


def between(least: str, most: str) -> AfterValidator:
    low, high = parse_duration(least), parse_duration(most)

    def check(value: timedelta) -> timedelta:
        if low <= value <= high:
            return value
        raise ValueError(f'must be from "{least}" to "{most}"')

    return AfterValidator(check)


def _stripped(value: str) -> str:
    value = value.strip()
    if not value:
        raise ValueError("must not be empty")
    return value


def _one_line(value: str) -> str:
    """Titles go into headers and one-line lists; marks that turn the direction of text are no line breaks."""
    value = _stripped(value)
    if len(value.splitlines()) > 1 or len(value) > 200:
        raise ValueError("must be one line of at most 200 letters")
    return value


def _secret(value: object, info: ValidationInfo) -> Secret:
    return parse_secret(value, info.context["folder"] if info.context else Path())


def _list(value: object) -> object:
    if isinstance(value, str):
        raise ValueError(f'must be a list: write ["{value}"]')
    return value


def _family_word(value: object) -> dict[str, Any]:
    """A word of a concept: `"قافلة"` is short for `{ noun = "قافلة" }`."""
    if isinstance(value, str) and value.strip():
        return {"noun": value.strip()}
    kinds, beside = {"noun", "verb", "form", "phrase"}, ("forms", "near", "and_near", "not_near")
    if isinstance(value, dict) and len(set(value) - set(beside)) == 1 and set(value) & kinds:
        lists = [value[key] for key in beside if key in value]
        words = [value[kind] for kind in kinds & set(value)] + [word for one in lists for word in one]
        if all(isinstance(one, list) for one in lists) and all(isinstance(one, str) and one.strip() for one in words):
            return value
    raise ValueError(
        'must hold words, { noun = "…" } or { verb = "…" } (also form, phrase), '
        'with forms = ["…"] (also near, and_near, not_near) or without'
    )


def _path(what: str) -> BeforeValidator:
    def read(value: object) -> Path:
        if isinstance(value, Path):
            return value
        if isinstance(value, str) and value.strip() and value.isprintable():
            return Path(value.strip())
        raise ValueError(f"must be the path of a {what}")

    return BeforeValidator(read)


def _css(value: str) -> str:
    from cssselect import SelectorError  # slow to import, and few files have such a key
    from parsel.csstranslator import HTMLTranslator

    try:
        HTMLTranslator().css_to_xpath(f"*{value}" if value.startswith("::") else value)
    except SelectorError as error:
        raise ValueError(f"must be a CSS selector: {error}") from None
    return value


Text = Annotated[str, AfterValidator(_stripped)]
Title = Annotated[str, AfterValidator(_one_line)]
Name = Annotated[str, AfterValidator(parts.check_name)]
Zone = Annotated[str, AfterValidator(parts.check_zone)]
Url = Annotated[str, AfterValidator(parts.check_url)]
Address = Annotated[str, AfterValidator(parts.check_address)]
Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Daily = Annotated[time | None, BeforeValidator(parts.parse_daily)]
Quiet = Annotated[InstanceOf[QuietHours], BeforeValidator(parts.parse_quiet)]
When = Annotated[InstanceOf[Deliver], BeforeValidator(parts.parse_deliver)]
CssSelector = Annotated[str, AfterValidator(_stripped), AfterValidator(_css)]
SecretKey = Annotated[InstanceOf[Secret], BeforeValidator(_secret)]
Texts = Annotated[list[Text], BeforeValidator(_list)]
Names = Annotated[list[Text], BeforeValidator(_list)]
SomeUrls = Annotated[list[Url], BeforeValidator(_list), Field(min_length=1)]
SomeAddresses = Annotated[list[Address], BeforeValidator(_list), Field(min_length=1)]
DatabasePath = Annotated[Path, _path('file such as "marsad.db"')]
Folder = Annotated[Path, _path('folder such as "templates"')]
SomeNames = Annotated[Names, Field(min_length=1)]
Contact = Annotated[str, AfterValidator(parts.check_contact)]
Port = Annotated[int, Field(ge=1, le=65535)]
Family = Annotated[list[Annotated[dict[str, Any], BeforeValidator(_family_word)]], BeforeValidator(_list)]
