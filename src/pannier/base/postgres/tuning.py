"""Settings of the embedded server: what is safe always, and how much memory it may take."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_MB = 1024 * 1024


@dataclass(frozen=True)
class Options:
    """How an embedded server is to run; `fsync` off is for tests, a power cut then loses all data.

    Without `pg_bin` the setting PANNIER_PG_BIN holds.
    """

    fsync: bool = True
    max_connections: int = 200
    pg_bin: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


def server_settings(options: Options, *, socket: Path) -> dict[str, str]:
    """Return all settings given on the server's command line; the data folder holds none of its own."""
    memory_mb = _memory_bytes() // _MB
    safe = "on" if options.fsync else "off"
    return {
        "listen_addresses": "",
        "unix_socket_directories": _quoted(socket),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": str(options.max_connections),
        "shared_buffers": f"{_between(memory_mb // 8, 64, 1024)}MB",
        "effective_cache_size": f"{max(memory_mb // 2, 128)}MB",
        "maintenance_work_mem": f"{_between(memory_mb // 32, 32, 256)}MB",
        "work_mem": "8MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        # Our queries are short; compiling them costs more than it saves.
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_duration_statement": "1000",
        # Values may be personal data, so they stay out of the log.
        "log_parameter_max_length": "0",
        "fsync": safe,
        "full_page_writes": safe,
        "synchronous_commit": safe,
        **options.settings,
    }


def _quoted(path: Path) -> str:
    """Return a path for a setting that is a comma-separated list."""
    return '"' + str(path).replace('"', '""') + '"'


def _between(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))


def _memory_bytes() -> int:
    """Return the memory of this machine, or of the container when that is less."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = int(Path("/sys/fs/cgroup/memory.max").read_text())
    except (OSError, ValueError):
        return physical
    return min(physical, limit)
