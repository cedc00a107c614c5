"""Recompute every ID in WARC files of an archive. Standard library only; nothing of archiver is used.

python3 check_ids.py FILE.warc.gz…     (the files of one archive that belong together: usually one)
"""

import gzip
import hashlib
import json
import sys

LETTERS = "0123456789bcdfghjkmnpqrstvwxz"


def records(path):
    """WARC headers and block of each record; a record is a gzip member."""
    with gzip.open(path) as file:
        while file.readline().startswith(b"WARC/"):
            headers = {}
            while line := file.readline().strip():
                name, _, value = line.decode().partition(":")
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
    if document["kind"] == "capture":
        pages = [e for e in document["exchanges"] if e["role"] in ("redirect", "page") and "response" in e]
        own = [stored.get(e["response"]["record"]) for e in pages]
        if None in own:
            return None
        uri, date, _ = own[0]
        value = {"captured": date, "responses": [digest for _, _, digest in own], "uri": uri}
    else:
        data = document["data"]
        key = {} if document["kind"] == "article" else {"headline": data["headline"], "url": data.get("url")}
        value = {"capture": document["capture"][-17:-1], "key": key, "kind": document["kind"]}
    return ark(document["id"], value)


def main(paths):
    """Print a line for each document; 1 when an ID does not follow from the bytes."""
    stored, documents, wrong = {}, [], 0
    for headers, block in (record for path in paths for record in records(path)):
        digest = "sha256:" + hashlib.sha256(block).hexdigest()
        stored[headers["warc-record-id"]] = headers.get("warc-target-uri"), headers["warc-date"], digest
        if headers["warc-type"] == "metadata" and headers["content-type"] == "application/json":
            documents.append(json.loads(block))
    for document in documents:
        found = expected(document, stored)
        wrong += found not in (document["id"], None)
        verdict = "its records are in another file" if found is None else "follows from the bytes"
        print(
            document["id"], verdict if found in (document["id"], None) else f"WRONG: the bytes give {found}"
        )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
