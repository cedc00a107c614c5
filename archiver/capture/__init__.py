"""From a URL to the exact bytes of request and response. The only stage that opens outgoing sockets.

It may not write to the archive and knows nothing of news: what came is handed on as ``Exchange``s.
No cookie and no ``Authorization`` is ever sent, so none can enter a record.
"""
