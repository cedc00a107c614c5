"""The documents archiver keeps: captures, items, provenance. The single source of ``schemas/``.

Nothing here reads a file, a socket or a clock.
"""
