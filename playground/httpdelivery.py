"""Signed HTTP: commands and interactions as forms, events as JSON, to the app's own address."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from playground.delivery import Parcel
from playground.errors import NoAnswer
from playground.jsontypes import JsonValue

FORM = "application/x-www-form-urlencoded"


def sign(secret: str, timestamp: str, body: str) -> str:
    """Slack's signature, version 0."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"


class HttpDelivery:
    """The transport for apps that we call."""

    def __init__(self, url: str, secret: str) -> None:
        """Deliver to an address, signed with a secret."""
        self._url = url
        self._secret = secret
        self._session: ClientSession | None = None

    async def send(self, parcel: Parcel, seconds: float) -> JsonValue:
        """POST a parcel; the answer's JSON, its text for a command, or None when it is empty."""
        if self._session is None:
            self._session = ClientSession()
        body, content_type = _body(parcel)
        parcel.sent += 1
        try:
            async with self._session.post(
                self._url,
                data=body.encode(),
                headers=self._headers(parcel, body, content_type),
                timeout=ClientTimeout(total=seconds),
                allow_redirects=False,
            ) as response:
                text = await response.text()
                if response.status != 200:
                    raise NoAnswer("http_error")
                return _answer(text)
        except TimeoutError as error:
            raise NoAnswer("operation_timeout" if parcel.kind != "events_api" else "http_timeout") from error
        except ClientError as error:
            raise NoAnswer("connection_failed") from error

    def _headers(self, parcel: Parcel, body: str, content_type: str) -> dict[str, str]:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self._secret, timestamp, body),
        }
        if parcel.retry:
            headers |= {"X-Slack-Retry-Num": str(parcel.retry), "X-Slack-Retry-Reason": parcel.retry_reason}
        return headers

    async def stop(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()


def _body(parcel: Parcel) -> tuple[str, str]:
    if parcel.kind == "slash_commands":
        return urlencode({key: str(value) for key, value in parcel.payload.items()}), FORM
    if parcel.kind == "interactive":
        return urlencode({"payload": json.dumps(parcel.payload)}), FORM
    return json.dumps(parcel.payload), "application/json"


def _answer(text: str) -> JsonValue:
    try:
        return json.loads(text) if text.strip() else None
    except ValueError:
        return text
