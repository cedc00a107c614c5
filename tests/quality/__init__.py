"""The quality gate: labelled pages of our own, scores with floors that only rise, provenance resolved again.

Pages and truth are made from data (``lists``, ``articles``); nothing here looks into ``archiver.extract``.
"""
