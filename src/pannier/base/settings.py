"""All settings of an installation: read from `PANNIER_…` variables, each with a default that just works."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _absolute(path: Path) -> Path:
    """Return the path without `~` and relative parts, so that a later change of folder does not move it."""
    return path.expanduser().absolute()


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]
Port = Annotated[int, Field(ge=0, le=65_535)]


def _spare_cores() -> int:
    """Return the number of cores that long calculations may take while the server still answers."""
    return max(1, (os.cpu_count() or 2) - 1)


class Settings(BaseSettings):
    """The settings of one installation; immutable, so that all parts see the same values."""

    model_config = SettingsConfigDict(
        env_prefix="PANNIER_", frozen=True, env_ignore_empty=True, extra="forbid", env_parse_none_str="none"
    )

    data_dir: AbsolutePath = Field(
        default=Path(".pannier"),
        validate_default=True,
        description="Folder of all data: database, files, maps, keys, certificates.",
    )
    database_url: str | None = Field(
        default=None,
        repr=False,
        description="PostgreSQL (15 or newer) to use instead of the embedded one.",
    )
    pg_bin: AbsolutePath | None = Field(
        default=None, description="Folder with `postgres` and `initdb`, if not the bundled ones."
    )
    host: str = Field(default="127.0.0.1", description="Address the HTTP server listens on.")
    port: Port = Field(default=8400, description="Port of the HTTP server.")
    https_host: str = Field(default="0.0.0.0", description="Address the HTTPS server listens on.")  # noqa: S104
    https_port: Port = Field(
        default=8443, description="Port for phones on the local network (own certificate); 0 turns it off."
    )
    public_url: str | None = Field(
        default=None, description="Address under which others reach this server; used in links and messages."
    )
    clock_start: AwareDatetime | None = Field(
        default=None, description="Start of the demo clock, RFC 3339 with offset; unset means real time."
    )
    clock_factor: float = Field(
        default=1.0, gt=0, le=3600, description="How many demo seconds pass in one real second."
    )
    clock_jump: bool = Field(
        default=False,
        description="Let the demo clock stand still until told to jump (runs until done).",
    )
    clock_hold: bool = Field(
        default=False,
        description="Let the demo clock stand still until POST /v1/demo/clock lets it run (demo set-up).",
    )
    clock_resume: bool = Field(
        default=False, description="Let the demo clock go on from the time at which the last run ended."
    )
    demo: bool = Field(
        default=False,
        description="Demo mode: mails go to /demo/mailbox and the well-known demo password is allowed.",
    )
    smtp_url: SecretStr | None = Field(
        default=None,
        description="Mail server, `smtp[s]://user:password@host:port`; unset sends none.",
    )
    sms_url: SecretStr | None = Field(
        default=None, description="Text message service as an apprise URL with `{phone}`; unset sends none."
    )
    mail_from: str = Field(default="pannier@localhost", description="Sender address of all mails.")
    map_name: str = Field(
        default="monaco", pattern=r"^[a-z0-9][a-z0-9_-]*$", description="Map used by hubs that name none."
    )
    log_format: Literal["auto", "console", "json"] = Field(
        default="auto", description="How log lines look; auto means console on a terminal, else JSON."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severity that is logged."
    )
    workers: int = Field(default=1, ge=0, le=64, description="Background worker processes `serve` starts.")
    job_retake_s: float = Field(
        default=30.0,
        ge=1,
        le=3600,
        description="Seconds without a sign of life after which another worker takes a job over.",
    )
    position_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="Days that positions, and moments told to recipients, are kept; older ones are dropped.",
    )
    optimiser_processes: int = Field(
        default_factory=_spare_cores, ge=1, le=256, description="Processes that plan routes at the same time."
    )
    optimiser_threads: int = Field(
        default=1, ge=1, le=256, description="Threads that search for one plan, in each of these processes."
    )
    gs1_prefix: str = Field(
        default="2000000",
        pattern=r"^\d{4,12}$",
        description="GS1 company prefix of parcel barcodes; the default is for use inside one company only.",
    )
    upload_max_bytes: int = Field(
        default=25_000_000, ge=1_000, description="Largest upload (order file, proof photo) that is accepted."
    )
    allow_private_webhooks: bool = Field(
        default=False, description="Let webhooks call private addresses; only for tests and closed networks."
    )
    master_key: SecretStr | None = Field(
        default=None, description="Key that wraps all data keys, base64 of 32 bytes; unset means a key file."
    )

    @property
    def run_dir(self) -> Path:
        """Return the folder of things that only live as long as the server."""
        return self.data_dir / "run"

    @property
    def maps_dir(self) -> Path:
        """Return the folder with one sub-folder for each built map."""
        return self.data_dir / "maps"

    @property
    def base_url(self) -> str:
        """Return the address used in links, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


_current: Settings | None = None


def settings() -> Settings:
    """Return the settings of this process, read once."""
    global _current
    if _current is None:
        _current = Settings()
    return _current


def reload_settings() -> Settings:
    """Read the environment again, for the command line after it has changed it."""
    global _current
    _current = Settings()
    return _current


@contextmanager
def override(**changes: Any) -> Iterator[Settings]:
    """Use other values for a while, in all threads of this process; values are validated."""
    global _current
    before = settings()
    _current = Settings(**(before.model_dump() | changes))
    try:
        yield _current
    finally:
        _current = before
