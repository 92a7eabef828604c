"""`bulou serve`: the server with its background work; SIGTERM finishes what runs and ends."""

import gc
from pathlib import Path

import click

from bulou.cli.shared import alone, clock_of, open_workspace, read, workspace_options
from bulou.kit.logging import start_logging
from bulou.settings import Settings


@click.command()
@workspace_options
@click.option("--host", default=None, help="Address to listen on (127.0.0.1).")
@click.option("--port", type=int, default=None, help="Port to listen on (8000).")
@click.option("--worker/--no-worker", default=None, help="Whether to do background work in this process.")
def command(
    data: Path | None, database_url: str | None, host: str | None, port: int | None, worker: bool | None
) -> None:
    """Serve the workspace until SIGTERM or Ctrl-C."""
    gc.disable()  # what is loaded now stays (see rest_loaded)
    try:
        _serve(read(data, database_url, host=host, port=port, worker=worker))
    finally:
        gc.enable()


def _serve(settings: Settings) -> None:
    workspace = open_workspace(settings, via="system")
    start_logging(settings.log_level, settings.log_format)
    import uvicorn

    from bulou.api.app import create_app
    from bulou.api.connection import Connection
    from bulou.api.server import Server
    from bulou.worker.background import Background

    clock = clock_of(settings)
    background = Background(workspace.db, settings, clock, work=settings.worker)
    app = create_app(settings, db=workspace.db, background=background, clock=clock)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=Connection,
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=20,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
    )
    try:
        with alone(settings):
            rest_loaded()
            Server(config, app.state.site.hub).run()
    finally:
        workspace.db.close()


def rest_loaded() -> None:
    """What is loaded by now stays: the garbage collector need not look through it again and again."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
