"""The cases of the torture suite, and the tests that hold each: one table for the whole repository.

``python -m tests.torture.cases`` prints what ``make torture`` runs. Every test in it runs in bounded time and
memory, ends in a stable exit code or a class of ``archiver.errors``, and leaves what was there before verifying.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """What is done, and the tests that do it: ``folder/file.py::name`` below ``tests``, all of its parameters."""

    what: str
    tests: tuple[str, ...]


_SERVERS = (
    "torture/test_hostile_server.py::test_one_hostile_server",
    "torture/test_hostile_server.py::test_all_hostile_servers_in_one_run",
)
_PAGES = "confine/test_hostile_pages.py::test_it_is_kept_read_and_verified"

CASES: dict[int, Case] = {
    1: Case(
        "SIGKILL at every system call",
        (
            "torture/test_syscalls.py::test_no_call_that_fails_or_kills_loses_anything",
            "torture/test_state.py::test_any_life_of_an_archive",
        ),
    ),
    2: Case(
        "ENOSPC and EIO at every write, fsync, link, rename, openat, unlink; a disk of 3 MB",
        (
            "torture/test_syscalls.py::test_no_call_that_fails_or_kills_loses_anything",
            "cli/test_failing_disk.py::test_a_full_disk_loses_nothing_that_was_acknowledged",
            "cli/test_failing_disk.py::test_a_full_temporary_folder_stops_a_big_body_and_nothing_else",
            "store/test_publish.py::test_when_the_disk_fails_nothing_is_published",
            "store/test_publish.py::test_the_order_is_fsync_read_back_link_fsync_folder_fsync_log",
        ),
    ),
    3: Case(
        "two and eight writers at once, killed",
        (
            "torture/test_writers.py::test_writers_killed_at_random",
            "torture/test_writers.py::test_two_runs_killed_at_random",
            "torture/test_writers.py::test_a_verification_knows_what_others_published_meanwhile",
            "archive/test_capture.py::test_two_processes_capture_into_one_archive_at_once",
        ),
    ),
    4: Case(
        "the catalog deleted, corrupted, cut, replaced, at rest and in use",
        (
            "torture/test_catalog.py::test_at_rest",
            "torture/test_catalog.py::test_in_use",
            "cli/test_failing_disk.py::test_a_catalog_with_damage_in_the_middle",
            "archive/test_verify.py::test_a_catalog_edited_by_hand",
        ),
    ),
    5: Case(
        "a torn gzip tail, imported",
        (
            "archive/test_import_damage.py::test_a_torn_tail_costs_the_last_record_alone",
            "archive/test_import_damage.py::test_after_damage_in_the_middle_reading_goes_on_and_says_what_it_skipped",
        ),
    ),
    6: Case(
        "a tail of NUL, a cut tail, an empty file; a torn line of the fixity log",
        (
            "torture/test_tails.py::test_only_the_newest_file_suffers",
            "torture/test_tails.py::test_an_unpublished_file_is_set_aside_as_it_is",
            "archive/test_verify_log.py::test_after_an_append_that_was_cut_short_the_chain_goes_on",
        ),
    ),
    7: Case(
        "one bit flipped in a stored WARC",
        (
            "archive/test_verify.py::test_one_flipped_bit_names_the_record_and_the_item",
            "archive/test_verify.py::test_a_flipped_bit_in_the_page_names_its_items",
            "torture/test_state.py::test_any_life_of_an_archive",
        ),
    ),
    8: Case(
        "six forms of bad Content-Length", ("capture/test_faults.py::test_bad_content_length", *_SERVERS)
    ),
    9: Case(
        "a WARC with a head without end, a body of 4 GB, a page that decodes to gigabytes",
        (
            "archive/test_import_damage.py::test_a_head_without_end",
            "archive/test_import_damage.py::test_a_body_of_four_gigabytes",
            "archive/test_import_damage.py::test_a_page_that_decodes_to_gigabytes",
        ),
    ),
    10: Case(
        "gzip, br and zstd bombs, in two layers and more",
        (
            "torture/test_hostile_server.py::test_reading_hostile_bodies_afterwards",
            "page/test_decode.py::test_a_bomb_is_read_to_the_limit_and_no_further",
            "page/test_decode.py::test_three_layers_stay_on_and_it_is_said",
            *_SERVERS,
        ),
    ),
    11: Case(
        "an endless chunked body",
        ("capture/test_faults.py::test_an_endless_chunked_body_is_cut_at_the_limit", *_SERVERS),
    ),
    12: Case(
        "one byte a second",
        ("capture/test_faults.py::test_one_byte_at_a_time_ends_at_the_deadline", *_SERVERS),
    ),
    13: Case(
        "a body shorter than its Content-Length, a reset",
        (
            "capture/test_faults.py::test_a_message_cut_by_the_server",
            "capture/test_faults.py::test_a_connection_reset_in_the_body",
            *_SERVERS,
        ),
    ),
    14: Case(
        "a header of 10 MB, 100,000 headers",
        ("capture/test_faults.py::test_a_head_without_end_is_given_up", *_SERVERS),
    ),
    15: Case(
        "CR, LF and NUL in URL, status, headers, Location",
        (
            "capture/test_faults.py::test_a_malformed_message_is_kept_to_its_end",
            "capture/test_redirects.py::test_urls_that_are_not_fetched",
            "capture/test_redirects.py::test_line_breaks_in_a_location_reach_no_request",
            "warc/test_members.py::test_no_value_forges_a_header",
            *_SERVERS,
        ),
    ),
    16: Case(
        "a redirect to 169.254.169.254, to file:, in a loop",
        ("capture/test_redirects.py::test_where_redirects_stop", *_SERVERS),
    ),
    17: Case("DNS rebinding", ("capture/test_guard.py::test_rebinding_finds_no_second_look_up",)),
    18: Case(
        "the table of address spellings",
        (
            "capture/test_guard.py::test_what_is_not_public_is_refused",
            "capture/test_guard.py::test_spellings_of_loopback",
            "capture/test_guard.py::test_spellings_in_urls_reach_no_listener",
        ),
    ),
    19: Case("elements 300, 5,000 and 200,000 deep", (_PAGES,)),
    20: Case(
        "a million attributes, 100,000 links, a line of 50 MB",
        (_PAGES, "confine/test_hostile_pages.py::test_a_text_in_one_line_of_50_mb_is_kept_and_flagged"),
    ),
    21: Case(
        "JSON-LD 100,000 deep, of 10 MB, with NaN, half a character, a huge integer",
        (_PAGES, "page/test_hostile.py::test_a_long_run_of_anything_costs_no_more_than_reading_it"),
    ),
    22: Case(
        "date strings that hang",
        (
            "extract/test_dates.py::test_any_text_is_read_quickly_and_without_an_error",
            "extract/test_dates.py::test_repetition_does_not_slow_it_down",
            "extract/test_dates.py::test_a_page_of_repetition_is_weighed_quickly",
            _PAGES,
        ),
    ),
    23: Case(
        "a title with <script>, ESC, RLO, =cmd()",
        (
            "cli/test_commands.py::test_hostile_titles_do_nothing_to_a_terminal",
            "cli/test_commands.py::test_hostile_titles_do_nothing_to_a_spreadsheet",
            "serve/test_hostile.py::test_every_page_that_shows_it_is_harmless",
            "serve/test_hostile.py::test_downloads_of_it_keep_to_their_form",
        ),
    ),
    24: Case(
        "a replayed page that reads the interface, sets cookies, frames and leads its top, calls out",
        (
            "serve/replay/test_attacks.py::test_reads_nothing_of_the_interface",
            "serve/replay/test_attacks.py::test_there_is_no_cookie_to_read",
            "serve/replay/test_attacks.py::test_tells_nobody",
            "serve/replay/test_attacks.py::test_leaves_no_worker_behind",
            "serve/replay/test_attacks.py::test_serves_no_captured_script_as_a_worker",
            "serve/replay/test_attacks.py::test_a_call_from_a_new_frame_gets_nowhere",
        ),
    ),
    25: Case(
        "a foreign Host, a cross-origin POST, tricks with the address",
        (
            "serve/test_hostile.py::test_a_foreign_name_is_refused_on_the_wire",
            "serve/test_hostile.py::test_two_names_are_one_too_many",
            "serve/test_hostile.py::test_writing_is_refused_wherever_it_comes_from",
            "serve/test_hostile.py::test_a_trick_with_the_address_gives_nothing",
            "serve/test_hostile.py::test_no_address_writes_a_header",
        ),
    ),
    26: Case(
        "a WACZ with ../, absolute and double names, a ZIP bomb",
        ("archive/test_import_damage.py::test_a_hostile_package",),
    ),
    27: Case(
        "expired and self-signed TLS",
        (
            "capture/test_tls.py::test_a_bad_certificate_is_refused",
            "capture/test_tls.py::test_a_bad_certificate_is_captured_on_request",
            "cli/test_bad_input.py::test_a_bad_certificate_is_refused_and_kept_only_when_asked",
        ),
    ),
    28: Case(
        "cookies, Authorization and tokens absent from WARC, log, export and words",
        (
            "torture/test_secrets.py::test_no_cookie_leaves_the_response_it_came_in",
            "torture/test_secrets.py::test_the_next_capture_starts_without_the_cookies_of_the_last",
            "torture/test_secrets.py::test_no_cookie_in_an_export",
            "torture/test_secrets.py::test_a_package_holds_the_cookie_where_the_server_put_it_and_nowhere_else",
            "torture/test_secrets.py::test_a_token_is_masked_in_what_we_say",
            "torture/test_secrets.py::test_a_token_in_a_url_is_stored_as_given_with_a_warning",
            "torture/test_secrets.py::test_a_token_in_a_url_is_warned_of_when_it_is_captured",
            "torture/test_secrets.py::test_masking",
            "torture/test_secrets.py::test_a_password_in_a_url_is_refused_and_not_repeated",
            "capture/test_wire_bytes.py::test_requests_say_who_asks_and_carry_no_secret",
            "capture/test_redirects.py::test_cookies_are_neither_sent_back_nor_lost",
        ),
    ),
}


def main() -> None:
    """Print the tests, each once, the suite's own folder first."""
    elsewhere = {test for case in CASES.values() for test in case.tests if not test.startswith("torture/")}
    print("\n".join(["tests/torture", *(f"tests/{test}" for test in sorted(elsewhere))]))


if __name__ == "__main__":
    main()
