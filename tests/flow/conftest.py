"""A day in Monaco: real streets, a mailbox, a receiver of webhooks, and a clock that is moved by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pannier.app.mail_sink import mail_sink
from pannier.base import clock
from pannier.base import settings as settings_module
from pannier.planning.pool import the_pool
from pannier.tracking import on_duty
from pannier.tracking.following import the_follower
from pannier.tracking.positions import gathering
from tests.support.story import Receiver, Story, at, make_story


@pytest.fixture
def story(client: TestClient, monaco_installed: Path, tmp_path: Path) -> Iterator[Story]:
    """Six in the morning of the day."""
    with (
        mail_sink(tmp_path) as smtp_url,
        Receiver().listening() as receiver,
        settings_module.override(smtp_url=smtp_url, allow_private_webhooks=True),
        clock.fixed(at("06:00")) as fixed,
    ):
        on_duty.forget()
        yield make_story(client, fixed, tmp_path, receiver)
        gathering.close()
        the_follower.close()
        the_pool().close()
