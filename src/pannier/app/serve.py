"""One process tree: embedded PostgreSQL, the HTTP(S) server with the live hub, and the background workers."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog
import uvicorn

from pannier.app.cli_running import noted_running
from pannier.app.position_days import positions_kept
from pannier.app.web import create_app
from pannier.app.worker import announce_events
from pannier.app.worker_processes import worker_processes
from pannier.base import clock, schema
from pannier.base.bus import the_bus
from pannier.base.encryption import use_store
from pannier.base.key_table import TableKeyStore
from pannier.base.postgres import EmbeddedPostgres, Options, Urls, server_from_url
from pannier.base.settings import Settings, reload_settings, settings
from pannier.planning.quotes.warm import Warmer
from pannier.tracking.following import the_follower
from pannier.tracking.positions import gathering

log = structlog.get_logger(__name__)
GRACE_S = 3


@contextlib.contextmanager
def open_database() -> Iterator[Urls]:
    """Start the embedded server (or use the configured one), migrate it, and name it in the settings."""
    configured = settings()
    if configured.database_url:
        urls, embedded = server_from_url(configured.database_url), None
    else:
        embedded = EmbeddedPostgres(configured.data_dir, Options(pg_bin=configured.pg_bin))
        urls = embedded.start()
    try:
        schema.upgrade(urls.owner_url)
        os.environ["PANNIER_DATABASE_URL"] = urls.app_url
        reload_settings()
        yield urls
    finally:
        if embedded is not None:
            embedded.stop()


def serve(ready: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once the first request can be answered."""
    with open_database() as urls:
        configured = settings()
        _start_clock(configured)
        use_store(TableKeyStore())
        with (
            positions_kept(urls.owner_url, configured.position_days),
            _demo_mailbox(configured),
            noted_running(configured),
            worker_processes(configured.workers),
        ):
            try:
                asyncio.run(_serve_http(configured, ready))
            finally:
                clock.hold()


def _start_clock(configured: Settings) -> None:
    if configured.clock_start is not None:
        mode = clock.Mode.JUMP if configured.clock_jump else clock.Mode.SCALED
        path = configured.run_dir / "clock"
        clock.start(
            path,
            start=configured.clock_start,
            factor=configured.clock_factor,
            mode=mode,
            resume=configured.clock_resume,
            held=configured.clock_hold,
        )


@contextlib.contextmanager
def _demo_mailbox(configured: Settings) -> Iterator[None]:
    """Send the mails of the demo to its own mailbox, whatever mail server is configured."""
    if not configured.demo:
        yield
        return
    from pannier.app.mail_sink import mail_folder, mail_sink

    with mail_sink(mail_folder()) as url:
        os.environ["PANNIER_SMTP_URL"] = url
        reload_settings()
        yield


class _Server(uvicorn.Server):
    """A server that leaves signals to us, because two of them share this process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def _serve_http(configured: Settings, ready: Callable[[], None]) -> None:
    app = create_app()
    announce_events()
    the_bus.connect(str(configured.database_url))
    warmer = Warmer()
    warmer.start()
    servers = [_Server(config) for config in _configs(app, configured)]
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _ask_to_stop, servers)
    running = [asyncio.create_task(server.serve()) for server in servers]
    while not all(server.started for server in servers):
        if any(task.done() for task in running):
            break
        await asyncio.sleep(0.02)
    else:
        ready()
    try:
        await asyncio.gather(*running)
    finally:
        gathering.close()
        warmer.close()
        the_follower.close()
        the_bus.close()


def _ask_to_stop(servers: list[_Server]) -> None:
    for server in servers:
        server.should_exit = True


def _configs(app: object, configured: Settings) -> list[uvicorn.Config]:
    http = _config(app, configured.host, configured.port)
    if not configured.https_port:
        return [http]
    from pannier.base.certificates import ensure_certificate, lan_address

    pair = ensure_certificate(configured.data_dir / "tls", lan_address())
    https = _config(app, configured.https_host, configured.https_port, pair.certificate_file, pair.key_file)
    return [http, https]


def _config(
    app: object, host: str, port: int, certificate: Path | None = None, key: Path | None = None
) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # FastAPI is an ASGI application
        host=host,
        port=port,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE_S,
        backlog=2048,
        server_header=False,
    )
