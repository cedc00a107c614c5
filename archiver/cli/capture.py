"""``archiver capture``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.shared import archive_option, json_option, opened, print_capture, say, warn_of_test_range
from archiver.errors import ArchiverError

if TYPE_CHECKING:
    from archiver.archive.outcome import Outcome


class _Robots(click.Choice):  # type: ignore[type-arg]
    """The words of seed lists and manifests; ``ignore`` and ``obey``, as they were typed once, are taken for them."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from archiver.seeds import ROBOTS

        return super().convert(ROBOTS.get(value, value), param, ctx)


@click.command("capture")
@click.argument("urls", metavar="URL…", nargs=-1)
@click.option(
    "--seeds",
    type=click.Path(path_type=Path, allow_dash=True),
    multiple=True,
    help="A seed list: TOML, or a URL a line; - reads it from standard input.",
)
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Workers for many URLs [default: 4].")
@click.option("--no-requisites", is_flag=True, help="Leave out stylesheets, images, scripts and fonts.")
@click.option("--no-extract", is_flag=True, help="Only keep the bytes; `archiver extract` reads them later.")
@click.option(
    "--dedup",
    is_flag=True,
    help="Of a body that the archive holds already keep only the response head, in a revisit record.",
)
@click.option("--resume", is_flag=True, help="Go on with an interrupted run of the same URLs.")
@click.option(
    "--robots", type=_Robots(["ignored", "obeyed"]), default=None, help="robots.txt [default: ignored]."
)
@click.option(
    "--pace", type=click.FloatRange(0), default=None, help="Seconds between pages of one host [default: 1]."
)
@click.option("--max-bytes", type=click.IntRange(1), default=None, help="Of one response [default: 100 MiB].")
@click.option(
    "--max-seconds", type=click.FloatRange(0.001), default=None, help="For one capture [default: 120]."
)
@click.option("--max-requests", type=click.IntRange(1), default=None, help="For one capture [default: 200].")
@click.option("--max-redirects", type=click.IntRange(0), default=None, help="In a row [default: 20].")
@click.option("--user-agent", default=None, help="What to call ourselves.")
@click.option("--allow-network", metavar="CIDR", multiple=True, help="Let a private network be connected to.")
@click.option("--allow-bad-tls", is_flag=True, help="Keep pages whose certificate fails, and say so.")
@click.option(
    "--ca-file",
    type=click.Path(exists=True, dir_okay=False),
    help="Certificate authorities to trust instead of the system's (PEM).",
)
@json_option
@archive_option
def command(
    urls: tuple[str, ...],
    seeds: tuple[Path, ...],
    jobs: int | None,
    no_extract: bool,
    resume: bool,
    ca_file: str | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Capture pages: exact bytes into a WARC, news items out of it.

    Prints a line a capture, once it is durable: ID, verdict, URL, items found. What there is to know about it
    beside that, such as why it is partial, goes to stderr; so does what came of a run of several, all in all.
    """
    from archiver.cli.running import Tally, gather, interruptible, progress

    wanted, from_lists, faults = gather(urls, seeds)
    options = {**from_lists, **_chosen(choices)}
    tally = Tally(faults)
    with opened(create=True) as archive, interruptible() as stopping:
        warn_of_test_range(archive)
        outcomes = archive.capture_many(
            wanted,
            jobs=jobs or options.pop("jobs", None) or min(4, max(1, len(wanted))),
            extract=not no_extract,
            resume=resume,
            bulk=bool(seeds) or len(wanted) > 1,
            ca_file=ca_file,
            stopping=stopping,
            **{key: value for key, value in options.items() if key != "jobs"},
        )
        with progress(len(wanted)) as advance:
            for outcome in outcomes:
                advance(partial(_print, outcome, as_json, named=len(wanted) > 1))
                tally.count(outcome)
    tally.finish()


def _chosen(choices: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, by their names in ``Options``."""
    names = {
        "pace": "pace",
        "max_bytes": "maxBytes",
        "max_seconds": "maxSeconds",
        "max_requests": "maxRequests",
        "max_redirects": "maxRedirects",
        "user_agent": "userAgent",
        "robots": "robots",
    }
    chosen = {name: choices[key] for key, name in names.items() if choices[key] is not None}
    if choices["no_requisites"]:
        chosen["requisites"] = False
    if choices["dedup"]:
        chosen["dedup"] = True
    if choices["allow_bad_tls"]:
        chosen["allowBadTls"] = True
    if choices["allow_network"]:
        chosen["allowNetwork"] = tuple(choices["allow_network"])
    return chosen


def _print(outcome: Outcome, as_json: bool, *, named: bool) -> None:
    if outcome.capture is None:
        _print_failure(outcome.url, outcome.error)
        return
    from archiver.cli.present import reason_lines

    print_capture(outcome.capture, as_json=as_json)
    for line in () if as_json else reason_lines(outcome.capture, named=named):
        say(line)


def _print_failure(url: str, error: ArchiverError | None) -> None:
    from archiver.errors import BadUrl
    from archiver.inert import terminal

    if error is not None:
        says_it = isinstance(error, BadUrl) or str(error).startswith(url)  # BadUrl quotes the URL, or may not
        say(f"archiver: {terminal(f'{error}' if says_it else f'{url}: {error}')}")
