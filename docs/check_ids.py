"""Recompute every ID in WARC files of an archive. Standard library only; nothing of archiver is used.

python3 check_ids.py FILE.warc.gz…     (the files of one archive that belong together: usually one)

Of a web archive made by others give that file, too, plain or gzip. URL and time of its pages are as its manifests say.
"""

import base64
import gzip
import hashlib
import json
import sys
import zlib
from pathlib import Path

LETTERS = "0123456789bcdfghjkmnpqrstvwxz"


def records(path):
    """WARC headers and block of each record; of ours each is a gzip member."""
    with Path(path).open("rb") as raw:
        file = gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == b"\x1f\x8b" else raw
        while file.readline().startswith(b"WARC/"):
            headers = {}
            while line := file.readline().strip():
                name, _, value = line.decode("utf-8", "replace").partition(":")
                headers.setdefault(name.lower(), value.strip())
            block = file.read(int(headers["content-length"]))
            file.read(4)  # CR LF CR LF
            yield headers, block


def fingerprint(value):
    """SHA-256 over canonical JSON as a fraction of 2^256; its first 16 digits to base 29."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") * 29**16 >> 256
    return "".join(LETTERS[number // 29**place % 29] for place in range(15, -1, -1))


def ark(like, value):
    """The ID of ``value`` with the NAAN and shoulder of the ID ``like``, and its check character."""
    stem = like.removeprefix("ark:")[:-17] + fingerprint(value)
    return "ark:" + stem + LETTERS[sum(n * max(LETTERS.find(c), 0) for n, c in enumerate(stem, 1)) % 29]


def expected(document, stored):
    """The ID that a document must have; None when a record it needs is in another file."""
    if document["kind"] == "import":  # about a file of others, and named by the digest that it states
        digest = base64.urlsafe_b64encode(bytes.fromhex(document["sha256"].removeprefix("sha256:")))
        return "ni:///sha-256;" + digest.decode().rstrip("=")
    if document["kind"] == "capture":
        roles = ("page",) if "imported" in document else ("redirect", "page")
        pages = [e for e in document["exchanges"] if e["role"] in roles and "response" in e]
        own = [stored.get(e["response"]["record"]) for e in pages]
        if None in own:
            return None
        uri, date, _ = own[0]
        if "imported" in document:
            uri, date = document["url"], document["captured"]
        value = {"captured": date, "responses": [digest for _, _, digest in own], "uri": uri}
    else:
        data = document["data"]
        key = {} if document["kind"] == "article" else {"headline": data["headline"], "url": data.get("url")}
        value = {"capture": document["capture"][-17:-1], "key": key, "kind": document["kind"]}
    return ark(document["id"], value)


def gathered(paths):
    """Of every record its URI, date and digest; the documents; what could not be read, in words."""
    stored, documents, unread = {}, [], []
    for path in paths:
        count = len(stored)
        try:
            for headers, block in records(path):
                digest = "sha256:" + hashlib.sha256(block).hexdigest()
                told = headers.get("warc-target-uri"), headers.get("warc-date"), digest
                stored.setdefault(headers.get("warc-record-id"), told)
                if (headers["warc-type"], headers.get("content-type")) == ("metadata", "application/json"):
                    documents.append(json.loads(block))
        except (OSError, EOFError, zlib.error, KeyError, ValueError) as error:
            unread.append(f"{path} cannot be read to its end: {type(error).__name__} {error}")
        if len(stored) == count:
            unread.append(f"{path} holds no WARC record that this script can read (plain or gzip)")
    return stored, [one for one in documents if "kind" in one], unread


def main(paths):
    """Print a line for each document; 1 when an ID does not follow from the bytes, 2 when a file cannot be read."""
    stored, documents, unread = gathered(paths)
    wrong = 0
    for document in documents:
        found = expected(document, stored)
        wrong += found not in (document["id"], None)
        verdict = "its records are in another file" if found is None else "follows from the bytes"
        if document["kind"] == "import":
            verdict = f"follows from the digest stated for {document['file']}"
        print(
            document["id"], verdict if found in (document["id"], None) else f"WRONG: the bytes give {found}"
        )
    print(*unread, sep="\n", end="\n" if unread else "")
    return 1 if wrong else 2 if unread else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
