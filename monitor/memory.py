"""Gives memory back to the system that the allocator holds for nothing: compiling and first reads need much, once."""

import ctypes
import gc


def give_back() -> None:
    """Collects what is unreachable and, with glibc, returns the free memory; elsewhere only the former."""
    gc.collect()
    try:
        trim = ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):  # another C library
        return
    trim(0)
