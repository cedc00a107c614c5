"""The replay origin: where the scripts of archived pages run, and what keeps them there.

``viewing``: the viewer's page, its worker and the packages it reads; ``memento``: captured bytes as they are, inert;
``headers``: what every answer says; ``framing``: the addresses for the interface.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import Route


def routes() -> list[Route]:
    """Everything of the replay origin, GET and HEAD. To be wrapped in ``headers.ReplayHeaders``."""
    from starlette.routing import Route

    from archiver.serve.memento.asked import register
    from archiver.serve.replay import memento, viewing

    register()
    return [
        Route("/replay/", viewing.page),
        Route("/replay/sw.js", viewing.guard),
        Route("/replay/once.js", viewing.once),
        Route("/replay/ui.js", viewing.viewer_file("ui.js")),
        Route("/replay/viewer.js", viewing.viewer_file("sw.js")),
        Route("/replay/{rest:path}", viewing.elsewhere),
        Route("/packages/{name}.wacz", viewing.package),
        Route(f"{memento.PREFIX}{{rest:anything}}", memento.memento),
    ]
