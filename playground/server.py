"""The one aiohttp application: Web API, Socket Mode, response URLs, files, control API and page."""

from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from playground import responses
from playground.control.doing import Doings
from playground.control.guard import guard
from playground.control.reading import Reading
from playground.errors import ActError, SlackError
from playground.hub import Hub
from playground.webapi import calls

STATIC = Path(__file__).parent / "static"
LARGEST = 64 * 1024 * 1024
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob: http: https:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
)


class Server:
    """The routes, and the hub behind them."""

    def __init__(self, hub: Hub) -> None:
        """Serve one playground."""
        self.hub = hub

    def application(self) -> web.Application:
        """Put the application together, ready to run."""
        app = web.Application(client_max_size=LARGEST, middlewares=[guard, act_errors])
        app.add_routes(
            [
                web.route("*", "/api/{method}", self.call),
                web.get("/link/", self.hub.socketmode.handle),
                web.post("/response/{key:.+}", self.respond),
                web.post("/upload/v1/{key}", self.receive),
                web.get("/files-pri/{id}/{name}", self.download),
                *Reading(self.hub).routes(),
                *Doings(self.hub).routes(),
                web.get("/", self.page),
                web.get("/healthz", self.health),
            ]
        )
        if STATIC.is_dir():
            app.router.add_static("/static/", STATIC)
        app.on_shutdown.append(self._stop)
        app.on_response_prepare.append(_page_headers)
        return app

    async def _stop(self, _app: web.Application) -> None:
        await self.hub.stop()

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the Web API."""
        return await calls.handle(self.hub, request)

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Take an answer at a response_url."""
        return await responses.handle(self.hub, request)

    async def receive(self, request: web.Request) -> web.Response:
        """Take the bytes of an upload, bare or in a form."""
        data = await request.read()
        if request.content_type == "multipart/form-data":
            given = (await request.post()).get("file")
            data = given.file.read() if isinstance(given, web.FileField) else b""
        try:
            self.hub.files.receive(request.match_info["key"], data)
        except SlackError as error:
            return web.json_response(error.body(), status=404)
        return web.Response(text=f"OK - {len(data)}")

    async def download(self, request: web.Request) -> web.Response:
        """Serve a file's bytes to the app; without its token one is sent to the front door, as Slack does."""
        stored = self.hub.files.get(request.match_info["id"].rpartition("-")[2])
        if request.headers.get("Authorization") != f"Bearer {calls.BOT_TOKEN}":
            raise web.HTTPFound("/")
        if "files:read" not in self.hub.app.scopes:
            raise web.HTTPForbidden
        if stored is None or not self.hub.files.readable_by_app(stored, self.hub.rooms()):
            raise web.HTTPNotFound
        return web.Response(body=stored.data, content_type=stored.mimetype)

    async def page(self, _request: web.Request) -> web.StreamResponse:
        """Serve the page."""
        index = STATIC / "index.html"
        if not index.is_file():
            return web.Response(text="The page is not installed; the workspace itself is running.")
        return web.FileResponse(index)

    async def health(self, _request: web.Request) -> web.Response:
        """Whether the server answers."""
        return web.json_response({"ok": True})


async def _page_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)


@web.middleware
async def act_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer an act that makes no sense with its sentence."""
    try:
        return await handler(request)
    except ActError as error:
        return web.json_response({"ok": False, "error": str(error)}, status=400)
