"""The composition root: settings in, a running bot out. The only place that sees every room."""

import logging
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from bot.clock import Clock
from bot.config import Settings
from bot.errors import ConfigurationError
from bot.handlers import profiles
from bot.handlers.desk import Deferred, Desk
from bot.handlers.downloading import Downloader
from bot.handlers.registry import register_all
from bot.i18n import lazy
from bot.jobs.desk import company_of
from bot.jobs.profiles import ReadProfile
from bot.policy.catalogue import Catalogue
from bot.services import lookup
from bot.services.people import ensure_custodians
from bot.services.uploads import Importer
from bot.store.database import Database

log = logging.getLogger(__name__)

LISTENER_THREADS = 32
"""Bolt's own default of 5 would leave the sixth busy listener unanswered."""


def slack_client(settings: Settings) -> WebClient:
    """Return the client of Slack's Web API, which waits as told when Slack says that it is too much.

    A call that Slack fails to answer is made again soon: a trigger lives three seconds, and whoever asked waits.
    """
    base = settings.slack_api_url if settings.slack_api_url.endswith("/") else settings.slack_api_url + "/"
    client = WebClient(token=settings.slack_bot_token, base_url=base, timeout=20)
    # What fails is raised and told by whoever called; a second line in the log would only repeat it.
    logging.getLogger("slack_sdk.web.base_client").setLevel(logging.CRITICAL)
    client.retry_handlers += [RateLimitErrorRetryHandler(max_retry_count=2), ServerErrorRetryHandler(max_retry_count=1)]
    return client


def build_app(settings: Settings, database: Database, clock: Clock, catalogue: Catalogue) -> tuple[App, Desk]:
    """Build the Slack app with every listener; calls `auth.test`. Raises ConfigurationError when Slack refuses."""
    client = slack_client(settings)
    try:
        client.auth_test()
    except SlackApiError as error:
        raise ConfigurationError(
            lazy("Slack refuses SLACK_BOT_TOKEN ({reason}); copy it again from your app's page."),
            reason=error.response["error"],
        ) from error
    except (SlackClientError, OSError) as error:
        raise ConfigurationError(
            lazy("Slack cannot be reached at {url}: {reason}"), url=settings.slack_api_url, reason=error
        ) from error
    with database.session() as session:
        ensure_custodians(session, settings.custodians, now=clock.now())
        lookup.ensure_keys(session, now=clock.now())
    # Bolt reads SLACK_BOT_TOKEN itself and warns that the client's own token wins, which is what we want.
    logging.getLogger("slack_bolt.App").setLevel(logging.ERROR)
    app = App(
        client=client,
        signing_secret=settings.slack_signing_secret or None,
        # Answers when the listener returns: an empty listener takes 0.1 ms instead of 10, and an error before or
        # after `ack` surfaces alike. The price: whatever is slow must go through `Desk.later` or the outbox.
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener"),
        token_verification_enabled=False,
        ignoring_self_events_enabled=True,
        request_verification_enabled=bool(settings.slack_signing_secret),
    )
    desk = Desk(
        database=database,
        clock=clock,
        settings=settings,
        declared=catalogue,
        slack=client,
        company=company_of(settings, catalogue),
        later=Deferred(),
        importer=Importer(database, settings.files_folder, Downloader(client)),
    )
    register_all(app, desk)
    return app, desk


def read_profile(client: WebClient, settings: Settings) -> ReadProfile:
    """Return how the clockwork asks Slack who somebody is."""
    return lambda slack_id: profiles.read(client, slack_id, settings.timezone)
