"""One thread that runs what is queued for it, what is pressing before what is not."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Turns:
    """Jobs run one after the other; of those that are equally pressing, the first that came is the first that runs."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._pressing: deque[Callable[[], None]] = deque()
        self._others: deque[Callable[[], None]] = deque()

    def submit(self, job: Callable[[], T], *, pressing: bool = False) -> "Future[T]":
        """Queue a job; raises RuntimeError after `shutdown`."""
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(job())
            except BaseException as error:  # noqa: BLE001 (its caller is told, as by an executor)
                future.set_exception(error)

        (self._pressing if pressing else self._others).append(run)
        self._thread.submit(self._next)  # as many turns as there are jobs, whichever of them each takes
        return future

    def shutdown(self) -> None:
        """Run what is queued, and end."""
        self._thread.shutdown()

    def _next(self) -> None:
        (self._pressing or self._others).popleft()()
