"""The archive folder: the only code that writes in it. Knows records and files, not what an article is."""
