"""``archiver demo``: the whole chain once, on a news site of our own on loopback."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import click

from archiver.cli.shared import say

_NETWORK = ("127.0.0.0/8",)


@click.command("demo")
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    default=Path("demo-archive"),
    show_default=True,
    help="Where the demo archive goes.",
)
@click.option(
    "--keep-running", is_flag=True, help="Leave the site and the archive's web pages up until Ctrl-C."
)
def command(archive: Path, keep_running: bool) -> None:
    """Capture, read, cite and verify a small news site of our own."""
    from archiver.archive.archive import Archive
    from archiver.demo.site import DemoSite

    with DemoSite() as site, Archive(archive) as opened:
        say(f"A small news site is up at {site.url} and the archive is {archive}/\n")
        captures = _capture(opened, site.url)
        _list(opened, captures[0])
        front, first = captures[:2]
        article, headline = opened.items(first.id)[0], opened.items(front.id)[0]
        _explain(opened, article.id)
        _cite(opened, [article.id, headline.id])
        _verify(opened)
        _next_steps(archive, article.id, headline.id)
        if keep_running:
            _serve(archive, site.url)


def _step(text: str) -> None:
    click.secho(f"\n$ {text}", bold=True)


def _capture(archive: Any, url: str) -> list[Any]:
    from archiver.cli.present import capture_line
    from archiver.demo.routes import SHOWN
    from archiver.seeds import Seed

    urls = [url, *(f"{url.rstrip('/')}{path}" for path in SHOWN)]
    _step(f"archiver capture {' '.join(urls[:2])} …")
    captures = []
    seeds = [Seed(address) for address in urls]
    for outcome in archive.capture_many(seeds, bulk=True, pace=0.0, allowNetwork=_NETWORK):
        if outcome.error is not None:
            raise outcome.error
        click.echo(capture_line(outcome.capture))
        captures.append(outcome.capture)
    return sorted(captures, key=lambda capture: urls.index(capture.url))  # they come as they are done


def _list(archive: Any, capture: Any) -> None:
    from archiver.cli.present import item_line

    _step(f"archiver list --capture {capture.id}")
    for item in archive.items(capture.id):
        click.echo(item_line(item, capture))


def _explain(archive: Any, identifier: str) -> None:
    from archiver.explain import render

    _step(f"archiver explain {identifier} datePublished")
    click.echo(render(archive.explain(identifier, "datePublished"), width=100))


def _cite(archive: Any, ids: list[str]) -> None:
    for identifier in ids:
        _step(f"archiver cite {identifier}")
        click.echo(archive.cite(identifier))


def _verify(archive: Any) -> None:
    from archiver.cli.totals import verified_line

    _step("archiver verify")
    report = archive.verify()
    click.echo(verified_line(report))
    if not report.ok:
        for finding in report.findings:
            click.echo(f"{finding.kind}  {finding.where}  {finding.message}")
        raise click.exceptions.Exit(1)


def _next_steps(archive: Path, article: str, headline: str) -> None:
    name, there = _typed_as(), f"--archive {shlex.quote(str(archive))}"
    click.echo(
        f"""
The archive is {archive}/: the WARC files under {archive}/warc open in any WARC viewer.
Next:
  {name} show {article} {there}
  {name} explain {headline} {there}
  {name} search эмнэлэг {there}
  {name} export {article} --to wacz --output demo.wacz {there}
  {name} serve {there}
  {name} capture https://example.org/ {there}"""
    )


def _typed_as() -> str:
    """How this command is typed on this machine."""
    if shutil.which("archiver"):
        return "archiver"
    started = os.path.relpath(sys.argv[0])
    if Path(started).name == "__main__.py":  # python -m archiver
        return f"{shlex.quote(sys.executable)} -m archiver"
    return shlex.quote(started)


def _serve(archive: Path, site: str) -> None:
    from archiver.cli.serving import serve
    from archiver.serve import Settings

    _step(f"archiver serve --archive {archive}")
    serve(
        archive,
        Settings(port=0),
        lambda pair: say(f"The archive is at {pair.ui}/ and the site stays up at {site}: Ctrl-C ends both"),
    )
