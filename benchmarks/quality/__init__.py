"""The quality of what is read, beside the peers', in one run: ``python -m benchmarks.quality --help`` says how.

The labelled sets, the rules of the score and the floors are ``tests.quality``; here are the peers and the table.
"""
