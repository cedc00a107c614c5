"""Pages are read in a process of their own that may do nothing but compute, and not for long.

A warm process, started once, forks a child for every page: bounded in memory, time and output, without
files, network or processes. What the child says comes back as JSON text that is checked like any input.
A page that exceeds a limit is read with less, then not at all, and what happened is said in the notes.
"""

from archiver.confine.desk import Desk
from archiver.confine.outcome import Read

__all__ = ["Desk", "Read"]
