"""One's own account: the password is changed under one's name, and the old one is over."""

import pytest

from tests.web.conftest import Doing
from tests.web.world import PASSWORD, World

pytestmark = pytest.mark.web
NEW = "longer than it was before"


def test_own_password_is_changed(when: Doing, world: World) -> None:
    email = "clerk@operator.example"
    person = {"name": "Cleo Roux", "email": email, "password": PASSWORD, "roles": ["dispatcher"]}
    world.admin.post("/v1/people", person)
    when.dispatcher.signs_in_as(email)
    when.dispatcher.changes_the_password(PASSWORD, NEW)
    when.dispatcher.is_told("Your password is changed.")
    world.server.caller().sign_in(email, NEW)
