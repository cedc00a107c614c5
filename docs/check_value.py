"""Look up one value of an item in the captured bytes. Needs lxml; nothing of archiver is used.

python3 check_value.py FILE.warc.gz… ID FIELD     as in: check_value.py x.warc.gz ark:99999/fk4… /headline

Of a page in a web archive made by others give both files: the one with the item, and that archive, plain or gzip.
"""

import gzip
import http.client
import io
import json
import re
import sys
import zlib
from pathlib import Path

from lxml import etree


def records(path):
    """WARC headers and block of each record."""
    with Path(path).open("rb") as raw:
        file = gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == b"\x1f\x8b" else raw
        while file.readline().startswith(b"WARC/"):
            headers = {}
            while line := file.readline().strip():
                name, _, value = line.decode("utf-8", "replace").partition(":")
                headers.setdefault(name.lower(), value.strip())
            yield headers, file.read(int(headers["content-length"]))
            file.read(4)


def body_of(headers, block):
    """The page's bytes: out of the HTTP response, chunks joined, gzip and deflate undone, also where they are cut."""
    if headers["warc-type"] not in ("response", "revisit"):
        return block
    socket = type("Socket", (), {"makefile": lambda *_: io.BytesIO(block)})
    response = http.client.HTTPResponse(socket())
    response.begin()
    try:
        body = response.read()
    except http.client.IncompleteRead as error:
        print("note      the body is cut: what came is looked at")
        body = error.partial
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding in ("identity", ""):
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        sys.exit(f"the page is coded as {coding}, which this script cannot undo: use a program that does")
    return inflated(body)


def inflated(body):
    """What gzip or deflate gives, up to where it is cut or damaged; of what is not coded the bytes themselves."""
    inflate, whole = zlib.decompressobj(47), b""
    try:
        for at in range(0, len(body), 1024):
            whole += inflate.decompress(body[at : at + 1024])
    except zlib.error as error:
        print(f"note      its compression is damaged ({error}): what came before is looked at")
        return whole or body
    if not inflate.eof:
        print("note      its compression is cut: what came before is looked at")
    return whole


def selected(text, selector):
    """What one selector selects in a text; None when it selects nothing."""
    if selector["type"] == "TextPositionSelector":
        return text[selector["start"] : selector["end"]] or None
    if selector["type"] == "TextQuoteSelector":
        quote = selector.get("prefix", "") + selector["exact"] + selector.get("suffix", "")
        return selector["exact"] if quote in text or bare(quote) in bare(visible(text)) else None
    found = nodes(text, selector["value"]) if selector["type"] == "XPathSelector" else None
    if selector["type"] == "FragmentSelector":
        found = pointed(document(text), selector["value"])
        found = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    inner = selector.get("refinedBy")
    return selected(found, inner) if found and inner else found


def tree_of(text):
    """The page as HTML. To libxml2 a page ends at ``<html …/>``; to HTML that slash means nothing."""
    text = re.sub(r"(<html(?:\s[^<>]*)?)/(?=\s*>)", r"\1 ", text, count=1, flags=re.IGNORECASE)
    return etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True)).getroottree()


def nodes(text, xpath):
    """The text of what an XPath selects: elements with white space collapsed (without the spaces that
    block elements inside stand for), attributes as they are."""
    return "\n".join(
        str(node) if not hasattr(node, "tag")
        else node.text if node.tag == "script"
        else " ".join("".join(node.itertext()).split())
        for node in tree_of(text).xpath(xpath)
    )  # fmt: skip


def visible(text):
    """The text of the page outside scripts and styles."""
    hidden = "ancestor::script or ancestor::style or ancestor::template or ancestor::noscript"
    return "".join(tree_of(text).xpath(f"//text()[not({hidden})]"))


def bare(text):
    """Without white space, so that only words count."""
    return "".join(text.split())


def document(text):
    """A JSON text, mended as docs/format.md §4.2 says, each step on top of the one before. Raises ValueError."""
    fault = None
    for step in (str, without_comment, without_wrappers, without_last_commas, without_assignment):
        text = step(text)
        try:
            return json.loads(text, strict=False)
        except ValueError as error:
            fault = fault or error
    raise fault


def without_comment(text):
    """Without a comment after the last bracket."""
    rest = text[: text.rfind("<!--")].rstrip() if text.rstrip().endswith("-->") else text
    return rest if rest.endswith(("}", "]")) else text


def without_wrappers(text):
    """Without a byte order mark, comment and CDATA marks around it, and semicolons after it."""
    text = re.sub(r"^\s*\ufeff?\s*(//\s*|/\*\s*)?(<!--|<!\[CDATA\[)?\s*(-->|//(?=\s*[\[{])|\*/)?", "", text)
    return re.sub(r"(?:(?:;|-->|\]\]>|//|/\*|\*/)\s*){1,8}$", "", text.rstrip()).strip()


def without_last_commas(text):
    """Without commas outside strings before a closing bracket or the end."""
    return re.sub(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', r"\1", text, flags=re.DOTALL).rstrip().rstrip(",")


def without_assignment(text):
    """The value of a script's first assignment, if the end or a semicolon follows."""
    start = re.match(r"\s*((var|let|const)\s+)?[\w.$]*(\[[\"'][\w.$:-]+[\"']\])?\s*=\s*(?=[\[{])", text)
    if not start:
        return text
    try:
        _, end = json.JSONDecoder().raw_decode(text, start.end())
    except ValueError:
        return text
    return text[start.end() : end] if text[end:].lstrip()[:1] in ("", ";") else text


def pointed(value, pointer):
    """What a JSON Pointer selects."""
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value


def gathered(paths):
    """Every record in these files: headers and block. What cannot be read is said."""
    found = []
    for path in paths:
        count = len(found)
        try:
            found.extend(records(path))
        except (OSError, EOFError, zlib.error, KeyError, ValueError) as error:
            print(f"note      {path} cannot be read to its end: {type(error).__name__} {error}")
        if len(found) == count:
            print(f"note      {path} holds no WARC record that this script can read (plain or gzip)")
    return found


def documents_in(stored):
    """The JSON documents of the archive, in order."""
    for headers, block in stored:
        if (headers["warc-type"], headers.get("content-type")) == ("metadata", "application/json"):
            yield json.loads(block)


def sources_in(one):
    """The sources of an item's values; of a capture that of the page's own title."""
    if "provenance" in one:
        return one["provenance"]["fields"]
    title = one.get("extraction", {}).get("title")
    return {"/extraction/title/text": title["source"]} if title else {}


def page_of(stored, item, source):
    """The record that holds the page. Ends with words where it is in none of the files."""
    named = (r for r in stored if r[0].get("warc-record-id") == source["record"])
    if found := next(named, None):
        return found
    capture = [one for one in documents_in(stored) if one.get("id") == item.get("capture", item["id"])]
    imported = capture[-1].get("imported") if capture else None
    where = (
        f"it is in {imported['file']}: give"
        if imported
        else "`archiver show` of its capture names the file: give"
    )
    sys.exit(f"record {source['record']} is in none of these files; {where} it before the ID, too")


def moment_of(stored, item, source, headers):
    """When that page was captured, in words. A body that was the same as before was not kept again then."""
    for one in documents_in(stored):
        for exchange in one.get("exchanges", []) if one.get("id") == item.get("capture", item["id"]) else []:
            if exchange.get("original", {}).get("record") == source["record"]:
                return (
                    f"{exchange['started']} with the same body as at {headers['warc-date']}, which was kept"
                )
    return headers["warc-date"]


def main(*arguments):
    """Print the value, and what each of its selectors selects in the bytes."""
    if len(arguments) < 3:
        sys.exit(__doc__)
    *paths, ark, field = arguments
    stored = gathered(paths)
    items = [one for one in documents_in(stored) if one.get("id") == ark]
    if not items:
        sys.exit(f"{ark} is no item in these files: give the WARC that `archiver show` names for its capture")
    item, fields = items[-1], sources_in(items[-1])
    if field not in fields:
        sys.exit(f"{ark} has no value {field}: choose one of {', '.join(fields) or 'none'}")
    source = fields[field]
    headers, block = page_of(stored, item, source)
    text = body_of(headers, block).decode(source.get("charset") or "utf-8", "replace").removeprefix("\ufeff")
    text = headers["warc-target-uri"] if source["textForm"] == "url" else text
    print("value    ", pointed(item.get("data", item), field))
    print("captured ", moment_of(stored, item, source, headers), headers["warc-target-uri"])
    for selector in source["selectors"]:
        print(selector["type"], selector.get("value", ""), "→", selected(text, selector) or "NOTHING")
    print("then     ", source["transform"])


if __name__ == "__main__":
    main(*sys.argv[1:])
