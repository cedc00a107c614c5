"""RFC 7089, Memento: the captures of a URL by time, for programs. ``routes`` are of the interface's origin.

TimeGate and TimeMaps are here; the mementos themselves (URI-M) are on the replay origin, in ``archiver.serve.replay``.
No CORS header is sent: what an archive on this machine holds is no business of other sites.
"""
