"""What libraries import by name and the daemon never runs is loaded when something of it is first used.

Scrapy names pyOpenSSL (with cryptography), Twisted's reactor, TLS and web client, XML-RPC and a guesser of encodings;
pages come through aiohttp, and none of these is asked for anything: 20 MB of memory, and time at each start.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import version
from types import ModuleType
from typing import Any

# By who imports them or names of them; all are used in functions alone.
_SPARED = {
    "scrapy.utils.ssl": ("OpenSSL", "OpenSSL.SSL", "OpenSSL._util", "OpenSSL.version", "twisted.internet.ssl"),
    "scrapy.utils._deps_compat": ("OpenSSL",),
    "scrapy.utils._download_handlers": ("twisted.web.client",),
    "scrapy.utils.defer": ("twisted.internet.task",),
    "scrapy.utils.log": ("twisted.internet.asyncioreactor",),
    "scrapy.utils.reactor": ("twisted.internet.asyncioreactor",),
    "scrapy.utils.response": ("twisted.web.http",),
    "scrapy.core.downloader": ("scrapy.resolver",),
    "scrapy.http": ("scrapy.http.request.rpc",),
    "scrapy.http.request": ("scrapy.utils.curl",),
    "scrapy.http.response.text": ("charset_normalizer",),
    "bs4.dammit": ("charset_normalizer",),
    "rapidfuzz": ("rapidfuzz.process",),
    "apscheduler.schedulers.base": ("apscheduler.executors.pool",),
}
_DISTRIBUTIONS = {"OpenSSL": "pyOpenSSL"}


class Later:
    """A name of a module that is not loaded yet: calling it, or asking it for anything, loads the module."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self._loaded()(*args, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loaded(), name)

    def _loaded(self) -> Any:
        module = import_module(self._module)
        return getattr(module, self._name, None) or import_module(f"{self._module}.{self._name}")


class _StandIn(ModuleType):
    """A module of which every name comes later, and that is the module itself to who kept it until then."""

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return version(_DISTRIBUTIONS[self.__name__])
        if name.startswith("__"):
            raise AttributeError(name)
        later = Later(self.__name__, name)
        return later if sys.modules.get(self.__name__) is self else later._loaded()


class _Loader(Loader):
    """Runs a module that finds stand-ins, and nobody else does; where it cannot do with them, once more without."""

    def __init__(self, loader: Loader, names: Sequence[str]) -> None:
        self._loader = loader
        self._names = names

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        try:
            with _stood_in(self._names):
                self._loader.exec_module(module)
        except (AttributeError, ImportError, KeyError, TypeError):
            self._loader.exec_module(module)


@contextmanager
def _stood_in(names: Sequence[str]) -> Iterator[None]:
    put = {name: _StandIn(name) for name in names if name not in sys.modules}
    sys.modules.update(put)
    try:
        yield
    finally:
        for name, module in put.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spared = _SPARED.get(fullname)
        spec = PathFinder.find_spec(fullname, path, target) if spared else None
        if spared and spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, spared)
        return spec


def spare() -> None:
    """From now on; what is loaded already stays as it is."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
