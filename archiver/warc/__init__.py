"""WARC/1.1 (ISO 28500:2017): exchanges to records, records to bytes, bytes back, checked.

Works on streams that are handed to it; opens neither paths nor sockets.
"""
