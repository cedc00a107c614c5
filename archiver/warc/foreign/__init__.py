"""Web archives made by others: WARC, ARC and WACZ, sound or damaged, read as a stream.

Works on seekable binary streams that are handed to it; opens neither paths nor sockets. What cannot
be read is refused with a reason or reported as skipped; nothing is repaired and nothing left out in silence.
"""
