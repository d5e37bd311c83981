"""The demo's buttons: a tiny server on this machine that does one thing for each and answers with a sentence."""

import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.errors import ClienteleError
from bot.i18n import _

log = logging.getLogger(__name__)


class ButtonServer:
    """Answers POST requests whose path holds a secret that only the playground was told."""

    def __init__(self, actions: Mapping[str, Callable[[], str]]) -> None:
        """Listen on a free loopback port; `actions` by label."""
        token = secrets.token_urlsafe(16)
        self._paths = {label: f"/{token}/{number}" for number, label in enumerate(actions)}
        by_path = {self._paths[label]: action for label, action in actions.items()}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(by_path))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="buttons", daemon=True).start()

    def addresses(self) -> dict[str, str]:
        """Return where each button is pressed, by label."""
        port = self._server.server_address[1]
        return {label: f"http://127.0.0.1:{port}{path}" for label, path in self._paths.items()}

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


def _handler(actions: Mapping[str, Callable[[], str]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One request."""

        def do_POST(self) -> None:
            """Do what the path stands for."""
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            action = actions.get(self.path)
            if action is None:
                self._answer(404, "")
            else:
                self._answer(*_outcome(action))

        def _answer(self, status: int, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Keep quiet: the terminal shows one address and nothing else."""

    return Handler


def _outcome(action: Callable[[], str]) -> tuple[int, str]:
    try:
        return 200, action()
    except ClienteleError as error:
        return 200, str(error)
    except Exception:
        log.exception("a button of the demo failed")
        return 500, _("That did not work; the terminal says why.")
