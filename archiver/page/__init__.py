"""A stored record as a page: entity decoded, charset resolved, parsed once, and selectors over it.

No I/O: works on bytes that are handed to it.
"""
