"""Gives memory back to the system that the allocator holds for nothing: compiling and first reads need much, once."""

import ctypes


def give_back() -> None:
    """With glibc, returns the free memory; elsewhere nothing. A few milliseconds, in which Python runs on."""
    try:
        trim = ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):  # another C library
        return
    trim(0)
