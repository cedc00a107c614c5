"""The documentation against the code: help texts, links, tables, and every example run."""

from __future__ import annotations

import ast
import gzip
import importlib.util
import json
import random
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import archiver
from archiver import identifiers
from archiver.cite import STYLES, cite
from archiver.cli import VERBS
from archiver.demo.site import DemoSite
from archiver.errors import ArchiverError
from archiver.export.formats import TEXT_FORMATS
from archiver.model import capture as capture_model
from archiver.model import items as item_model
from archiver.model import provenance
from tests.archive.imports import gzipped, http, put, record, take_in
from tests.archive.imports import site as crawled
from tests.cite.builders import ARTICLE_ID, PAGE_DIGEST, PUBLIC, english
from tests.cite.builders import capture as any_capture
from tests.conftest import capture_demo

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
FORMAT = (ROOT / "docs" / "format.md").read_text("utf-8")
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted(ROOT.glob("docs/*.md")),
    *ROOT.glob("*/README.md"),
]
ARTICLE = "en/2026/01/29/winter-road-tosontsengel"


def tracked() -> list[Path]:
    """Every text file that git keeps or would keep."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=False)
    if names.returncode:
        pytest.skip("this is no git checkout: which files belong to it is not known")
    return [ROOT / name for name in names.stdout.splitlines() if (ROOT / name).is_file()]


TOLD = "".join(
    f"<p>The coal of the {place} mine costs more than last year, and the town waits for the train.</p>"
    for place in ("northern", "southern", "eastern", "western", "old", "new")
)


def load(path: Path) -> ModuleType:
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# -- what code knows -----------------------------------------------------------------------------------


def test_marked_blocks_are_what_the_code_says() -> None:
    update = load(ROOT / "docs" / "update.py")
    for page in update.documents():
        text = page.read_text("utf-8")
        assert update.same(text, update.updated(text)), f"{page.name} differs: run `make docs`"


def test_an_outdated_block_would_be_noticed() -> None:
    update = load(ROOT / "docs" / "update.py")
    text = "<!-- help: cite -->\nold\n<!-- end -->\n"
    assert not update.same(text, update.updated(text))


def test_the_styles_that_carry_the_digest_are_those_that_are_named() -> None:
    for told in (README, FORMAT):
        (sentence,) = re.findall(
            r"styles ((?:`[a-z-]+`(?:, | and )?)+)\s*(?:carry the page's whole|the) SHA-256", told
        )
        named = set(re.findall(r"`([a-z-]+)`", sentence))
        cited = {style: cite(english(), any_capture(), PUBLIC, style) for style in STYLES}
        assert {style for style, text in cited.items() if PAGE_DIGEST in text} == named
        assert all(ARTICLE_ID.rpartition("/")[2] in text for text in cited.values())


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_shown(verb: str) -> None:
    assert re.search(rf"archiver {verb}\b", README)
    assert f"<!-- help: {verb} -->" in (ROOT / "docs" / "cli.md").read_text("utf-8")


def test_every_dependency_has_its_row_and_every_row_its_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=!~\[; ]", requirement)[0] for requirement in wanted}
    section = README.split("## Dependencies", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"(?m)^\| `([^`]+)` \|", section)) == names


def shown_commands() -> list[str]:
    """Every ``archiver`` command line of the README."""
    return re.findall(r"(?m)^\$ (?:[^|\n]*&& )?(archiver [^|\n]*)$", README)


@pytest.mark.parametrize("line", shown_commands())
def test_every_option_shown_exists(line: str) -> None:
    update = load(ROOT / "docs" / "update.py")
    options = re.findall(r"--[a-z-]+", line)
    assert [option for option in options if option not in update.help_of(line.split()[1])] == []


def test_every_option_in_the_table_exists_with_its_default() -> None:
    help_text = " ".join(load(ROOT / "docs" / "update.py").help_of("capture").split())
    section = README.split("## Options of a capture", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"(?m)^\| `(--[a-z-]+)` \| `?([^|`]*?)`? \|", section)
    assert len(rows) > 8
    for option, default in rows:
        assert f"{option} " in help_text
        stated = re.search(rf"{option} (?:(?!--).)*?\[default: ([^;\]]*)\]", help_text)
        assert stated is None or stated[1] == default, option


def test_every_exit_code_of_an_error_is_in_the_table() -> None:
    section = README.split("## Exit codes", 1)[1].split("\n## ", 1)[0]
    codes = {str(error.exit_code) for error in (ArchiverError, *_descendants(ArchiverError))} | {"0"}
    assert codes <= set(re.findall(r"(?m)^\| ([0-9]+) \|", section))


def _descendants(of: type[ArchiverError]) -> Iterator[type[ArchiverError]]:
    for error in of.__subclasses__():
        yield error
        yield from _descendants(error)


@pytest.mark.parametrize("name", [*STYLES, *TEXT_FORMATS, "warc", "wacz"])
def test_every_style_and_format_is_named(name: str) -> None:
    assert f"`{name}`" in README


# -- the format ----------------------------------------------------------------------------------------


def test_every_finding_of_verify_is_explained() -> None:
    package = ROOT / "archiver"
    paths = [
        *(package / "verify").rglob("*.py"),
        package / "warc" / "members.py",
        package / "copies" / "audit.py",
        package / "archive" / "copying.py",
    ]
    kinds = {kind for path in paths for kind in _finding_kinds(path)}
    explained = set(re.findall(r"(?m)^\| `([a-z-]+)` \|", FORMAT.split("## 6.", 1)[1]))
    assert len(kinds) > 20
    assert explained == kinds


def _finding_kinds(path: Path) -> Iterator[str]:
    """The kind in ``Fault(kind, …)``, ``CopyFault(name, kind, …)``, ``report.error(where, kind, …)``, ``warning``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        place = {"Fault": 0, "CopyFault": 1, "error": 1, "warning": 1}.get(name)
        if place is not None and len(node.args) > place:
            kind = node.args[place]
            either = (kind.body, kind.orelse) if isinstance(kind, ast.IfExp) else (kind,)
            yield from (str(one.value) for one in either if isinstance(one, ast.Constant))


@pytest.mark.parametrize("names", [provenance.Method, provenance.Transform, provenance.TextForm])
def test_every_method_transform_and_text_form_is_defined(names: object) -> None:
    assert [name for name in get_args(names) if f"`{name}`" not in FORMAT] == []


@pytest.mark.parametrize(
    "model",
    [
        capture_model.Capture,
        capture_model.Exchanged,
        capture_model.Entity,
        capture_model.Extraction,
        capture_model.Residue,
        capture_model.Run,
        capture_model.Links,
        capture_model.Tls,
        item_model.Article,
        provenance.Provenance,
        provenance.Source,
    ],
)
def test_every_field_of_a_document_is_named(model: type[archiver.Capture]) -> None:
    names = [field.alias or name for name, field in model.model_fields.items()]
    assert [name for name in names if f"`{name}`" not in FORMAT] == []


def test_the_worked_example_is_what_the_code_computes() -> None:
    digest = re.search(r"block digest +(sha256:[0-9a-f]{64})", FORMAT)
    documents = [json.loads(text) for text in re.findall(r"canonical JSON +(\{.*\})", FORMAT)]
    assert digest is not None
    assert (
        identifiers.hashlib.sha256(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").hexdigest()
        in digest[1]
    )
    named = dict(re.findall(r"    (capture|headline) +(ark:\S+)", FORMAT))
    capture = identifiers.mint("99999", "fk4", identifiers.fingerprint(documents[0]))
    assert documents[0]["responses"] == [digest[1]]
    assert str(capture) == named["capture"]
    assert documents[1]["capture"] == capture.digits
    assert str(identifiers.item_ark(capture, "headline", documents[1]["key"])) == named["headline"]


# -- examples run --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, site: DemoSite) -> Iterator[archiver.Archive]:
    """An archive of the demo site: a list, an article, what a redirect leads to, a text digest."""
    folder = tmp_path_factory.mktemp("docs")
    with archiver.open(folder / "archive") as archive:
        for path in ("", ARTICLE, "latest", "chunked", "encoded/gzip"):
            capture_demo(archive, site.url + path)
        text = folder / "digest.txt"
        text.write_bytes((ROOT / "archiver" / "demo" / "files" / "feeds" / "digest.txt").read_bytes())
        archive.import_file(text)
        yield archive


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """A script of its own process."""
    command = [sys.executable, "-X", "utf8", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def warcs(archive: archiver.Archive) -> list[Path]:
    return [archive.folder.path / name for name in archive.folder.warcs()]


def test_ids_are_recomputed_with_the_standard_library_alone(demo: archiver.Archive) -> None:
    checked = run("-I", "-S", ROOT / "docs" / "check_ids.py", *warcs(demo))
    assert checked.returncode == 0, checked.stderr + checked.stdout
    captures = list(demo.captures())
    expected = {capture.id for capture in captures} | {i for capture in captures for i in capture.items}
    assert {line.split()[0] for line in checked.stdout.splitlines()} == expected
    assert all(line.endswith("follows from the bytes") for line in checked.stdout.splitlines())


def test_a_changed_page_gives_another_id(demo: archiver.Archive, tmp_path: Path) -> None:
    whole = gzip.decompress(warcs(demo)[0].read_bytes())
    head, mark, rest = whole.partition(b"<title>")
    forged = tmp_path / "forged.warc.gz"
    forged.write_bytes(gzip.compress(head + mark + rest.replace(rest[:1], b"#", 1)))
    checked = run("-I", "-S", ROOT / "docs" / "check_ids.py", forged)
    assert checked.returncode == 1
    assert "WRONG: the bytes give ark:99999/fk4" in checked.stdout


def test_values_are_found_in_the_bytes_with_lxml_alone(demo: archiver.Archive) -> None:
    """One headline of each kind of page; chunked and gzip-coded ones too."""
    for capture in demo.captures():
        if not capture.items:
            continue
        item, warc = capture.items[0], demo.folder.path / str(capture.warc)
        checked = run("-I", ROOT / "docs" / "check_value.py", warc, item, "/headline")
        assert checked.returncode == 0, checked.stderr
        headline = demo.get(item).data.headline  # type: ignore[union-attr]
        selectors = [line for line in checked.stdout.splitlines() if "→" in line]
        assert selectors, checked.stdout
        assert [line.split("→ ", 1)[1] for line in selectors] == [headline] * len(selectors)


@pytest.fixture(scope="module")
def of_others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[archiver.Archive]:
    """An archive that took in a WARC made by others, with a page whose gzip was cut in it."""
    body = (
        "<title>Coal</title><meta property='og:type' content='article'><h1>Coal is dear</h1>" + TOLD
    ).encode()
    cut = gzip.compress(body + bytes(random.Random(1).randbytes(4096)))[:-2000]
    folder = tmp_path_factory.mktemp("others")
    page = http(cut, "text/html; charset=utf-8", "200 OK", "Content-Encoding: gzip")
    records = [*crawled(), record(20, "/cut", page, second=55)]
    with archiver.open(folder / "archive") as archive:
        take_in(archive, put(folder, "crawl.warc.gz", gzipped(records)))
        yield archive


def test_ids_of_a_web_archive_made_by_others(of_others: archiver.Archive) -> None:
    script, files = ROOT / "docs" / "check_ids.py", warcs(of_others)
    checked = run("-I", "-S", script, *files)
    assert checked.returncode == 0, checked.stderr + checked.stdout
    lines = checked.stdout.splitlines()
    about = [line for line in lines if line.startswith("ni:")]
    assert len(about) == 1
    assert "follows from the digest stated for warc/" in about[0]
    assert len(lines) > 4
    assert all(line.endswith("follows from the bytes") for line in lines if line not in about)
    ours = [path for path in files if "imported" not in path.name]
    assert "its records are in another file" in run("-I", "-S", script, *ours).stdout


def test_values_of_a_web_archive_made_by_others(of_others: archiver.Archive) -> None:
    script = ROOT / "docs" / "check_value.py"
    for capture in of_others.captures():
        item = of_others.items(capture.id)[0]
        checked = run("-I", script, *warcs(of_others), item.id, "/headline")
        assert checked.returncode == 0, checked.stderr
        assert f"→ {item.data.headline}" in checked.stdout
        assert ("its compression is cut" in checked.stdout) == capture.url.endswith("/cut")
    ours = [path for path in warcs(of_others) if "imported" not in path.name]
    checked = run("-I", script, *ours, item.id, "/headline")
    assert checked.returncode == 1
    assert "is in none of these files; it is in warc/" in checked.stderr
    assert "has no value /nothing" in run("-I", script, *warcs(of_others), item.id, "/nothing").stderr


def test_a_quote_that_is_not_there_selects_nothing() -> None:
    selected = load(ROOT / "docs" / "check_value.py").selected
    quote = {"type": "TextQuoteSelector", "prefix": "a ", "exact": "yak", "suffix": " sleeps"}
    assert selected("<p>Here a yak sleeps.</p>", quote) == "yak"
    assert selected("<p>Here a yak walks.</p>", quote) is None


def test_the_python_example_runs(site: DemoSite, tmp_path: Path) -> None:
    example = README.split("## Python", 1)[1].split("```python\n", 1)[1].split("```", 1)[0]
    assert "https://example.org/news" in example
    demo = example.replace('"https://example.org/news"', f'"{site.url}", allowNetwork=("127.0.0.0/8",)')
    ran = run("-c", demo.replace('"archives/"', repr(str(tmp_path / "archive"))))
    assert ran.returncode == 0, ran.stderr
    assert "ark:99999/fk4" in ran.stdout


# -- links, hosts, paths -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    for link in links:
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            assert anchor in _anchors(target), f"{page.name}: {link}"


def _anchors(page: Path) -> set[str]:
    titles = re.findall(r"(?m)^#+ (.+)$", page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


# Written in two parts, so that this file does not name them either.
HOSTS = [f"{name}.{end}" for name, end in (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("debian", "org"), ("crates", "io"),
)]  # fmt: skip
# /root/ and friends; /home/ stands in URLs of news sites, so a user's name must follow it in a path of its own.
MACHINE = re.compile(r"(?<![\w/.:-])/(?:work|root|Users)/[\w.-]+|(?<![\w/.:-])/home/[\w.-]+/")


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{path.relative_to(ROOT)}: {host}" for host in HOSTS if host in text]
        if path != Path(__file__):
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in MACHINE.finditer(text)]
    assert found == []
