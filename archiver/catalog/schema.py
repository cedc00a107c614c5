"""The tables of ``catalog.db``, and the indices that lists, searches, counts and timelines are read from.

A document's row is long, for its text stands in it; so every order and every filter has its columns in an index.
Of an item ``verdict`` and ``host`` are those of its capture. ``surt``, ``final`` (where redirects led, if they did),
``arrived`` (when that was asked for), ``final_surt`` (where that is another page than ``surt``), ``status``, ``sha256``
(of the page's entity) and ``items`` (how many) are those of a capture alone. ``outlet_key``, by which outlets are
compared, and ``story``: see ``archiver.catalog.values``.
"""

VERSION = 8
SCHEMA = """
CREATE TABLE warcs (name TEXT PRIMARY KEY, size INTEGER NOT NULL, sha256 TEXT NOT NULL, records INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE days (name TEXT PRIMARY KEY, mtime INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE records (id TEXT NOT NULL, warc TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,
    type TEXT NOT NULL, uri TEXT, date TEXT, part TEXT NOT NULL, within INTEGER NOT NULL, digest TEXT,
    PRIMARY KEY (id, warc)) WITHOUT ROWID;
CREATE TABLE imports (file TEXT NOT NULL, id TEXT NOT NULL, warc TEXT NOT NULL, offset INTEGER NOT NULL,
    document TEXT NOT NULL, PRIMARY KEY (warc, offset)) WITHOUT ROWID;
CREATE TABLE documents (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL,
    capture TEXT NOT NULL, url TEXT, headline TEXT, date TEXT, captured TEXT, newest INTEGER NOT NULL,
    warc TEXT NOT NULL, offset INTEGER NOT NULL, run TEXT, verdict TEXT, host TEXT, outlet TEXT, outlet_key TEXT,
    language TEXT, day TEXT, story INTEGER, surt TEXT, final TEXT, arrived TEXT, final_surt TEXT, status INTEGER,
    sha256 TEXT, items INTEGER, document TEXT NOT NULL, UNIQUE (warc, offset));
CREATE INDEX documents_id ON documents (id, version);
CREATE INDEX documents_capture ON documents (capture, rowid);
CREATE VIRTUAL TABLE words USING fts5 (headline, author, publisher, description, body,
    content='', tokenize="unicode61 remove_diacritics 0", prefix='2 3 4');
"""
# What is read by, and not while documents are added: made in one go where there are documents already.
INDICES = """
CREATE INDEX records_warc ON records (warc, offset);
CREATE INDEX records_uri ON records (uri, date) WHERE type IN ('response', 'resource');
CREATE INDEX records_digest ON records (digest) WHERE digest NOT NULL AND type IN ('response', 'resource');
CREATE INDEX imports_file ON imports (file);
CREATE INDEX documents_url ON documents (url);
CREATE INDEX documents_final ON documents (final) WHERE final NOT NULL;
CREATE INDEX documents_run ON documents (run) WHERE run NOT NULL;
CREATE INDEX documents_listing ON documents (kind, captured DESC, capture, date, outlet, outlet_key, language,
    verdict, host) WHERE newest;
CREATE INDEX documents_recent ON documents (captured DESC, capture, kind, date, outlet, outlet_key, language,
    verdict, host) WHERE newest;
CREATE INDEX documents_outlet ON documents (outlet_key, captured DESC, capture, kind, date, outlet, language,
    verdict, host) WHERE newest;
CREATE INDEX documents_host ON documents (host, captured DESC, capture, kind, date, outlet, outlet_key, language,
    verdict) WHERE newest;
CREATE INDEX documents_hits ON documents (rowid, kind, captured, date, outlet, outlet_key, language,
    verdict, host) WHERE newest;
CREATE INDEX documents_day ON documents (day DESC, captured DESC, capture, kind, date, outlet, outlet_key, language,
    verdict, host, story) WHERE newest;
CREATE INDEX documents_page ON documents (surt, captured, id, url, verdict, status, sha256, items)
    WHERE newest AND kind='capture';
CREATE INDEX documents_final_page ON documents (final_surt, arrived, id, final, verdict, status, sha256, items)
    WHERE newest AND kind='capture' AND final_surt NOT NULL;
"""

# Beside the schema, so that catalogs made before there was a fixity log stay as they are.
LOG = "CREATE TABLE IF NOT EXISTS log (lines INTEGER NOT NULL, digest TEXT NOT NULL)"
