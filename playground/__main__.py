"""`python -m playground`: read the flags, listen, say where, stop when told to."""

import argparse
import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from playground.control.guard import is_loopback
from playground.errors import StartError
from playground.hub import Button, Hub, Options
from playground.manifest import load_manifest
from playground.people import default_plan, load_plan
from playground.server import Server


def main(arguments: list[str] | None = None) -> int:
    """Run until a signal comes; 0 after a clean stop, 1 with a sentence when the start fails."""
    given = _parser().parse_args(arguments)
    try:
        options = _options(given)
        asyncio.run(_serve(options, given.host, given.port))
    except StartError as error:
        sys.stderr.write(f"playground: {error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="playground", description="A local Slack workspace for any Bolt app.")
    parser.add_argument("--manifest", type=Path, required=True, help="the app's manifest (YAML or JSON)")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8421, help="0 picks a free one (default 8421)")
    parser.add_argument("--workspace", type=Path, help="people and channels, JSON")
    parser.add_argument("--app-url", help="deliver by signed HTTP to this loopback address")
    parser.add_argument("--signing-secret", default=Options.signing_secret, help="the secret of that signature")
    parser.add_argument("--button", action="append", default=[], metavar="LABEL=URL", help="a button of the page")
    return parser


def _options(given: argparse.Namespace) -> Options:
    if not is_loopback(given.host):
        raise StartError(f"--host {given.host} is not a loopback address; the playground is for this machine only.")
    if not 0 <= given.port <= 65535:
        raise StartError(f"--port {given.port} is not a port.")
    if given.app_url is not None:
        _check_loopback("--app-url", given.app_url)
    return Options(
        manifest=load_manifest(given.manifest),
        plan=load_plan(given.workspace) if given.workspace else default_plan(),
        app_url=given.app_url,
        signing_secret=given.signing_secret,
        buttons=tuple(_button(one) for one in given.button),
    )


def _button(given: str) -> Button:
    label, found, url = given.partition("=")
    if not found or not label:
        raise StartError(f"--button {given} is not of the form LABEL=URL.")
    _check_loopback("--button", url)
    return Button(label, url)


def _check_loopback(flag: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        is_ours = parts.scheme == "http" and is_loopback(parts.hostname or "") and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is none
        is_ours = False
    if not is_ours:
        raise StartError(f"{flag} {url} is not an http address on this machine.")


async def _serve(options: Options, host: str, port: int) -> None:
    hub = Hub(options)
    runner = web.AppRunner(Server(hub).application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise StartError(f"Nothing can listen on {host}:{port}: {error.strerror}.") from error
    hub.listen_at(f"http://{_shown(host)}:{runner.addresses[0][1]}")
    sys.stdout.write(f"ready {hub.base}\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await stop.wait()
    finally:
        await runner.cleanup()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    sys.exit(main())
