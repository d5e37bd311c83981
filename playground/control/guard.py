"""Who may use the control API and the page: this machine's own browser and tests, never a foreign page."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def is_loopback(host: str) -> bool:
    """Whether a host name is this machine's own."""
    return host.lower() in LOOPBACK


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign Host headers (a name that was re-bound to us) and foreign Origins (another page's script)."""
    host = urlsplit(f"//{request.host}")
    if not is_loopback(host.hostname or ""):
        return web.json_response({"ok": False, "error": "This address is for the local machine only."}, status=403)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return web.json_response({"ok": False, "error": "Only this workspace's own page may ask."}, status=403)
    return await handler(request)
