"""Page → items with provenance. Pure: no socket, path, clock, randomness or environment.

``read(page)`` runs the readers that fit the page and gives a ``Reading``; ``to_items`` gives its
drafts their IDs. Which words, attributes and paths count is data: the rule tables in each room.
"""
