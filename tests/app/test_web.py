"""How the built web is served."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from pannier.app.web import HashedFiles, mount_web


@pytest.fixture
def assets(tmp_path: Path) -> TestClient:
    """A server of one file whose name carries its content's hash."""
    (tmp_path / "track-map-C2rEk5Vy.js").write_text("export {};")
    return TestClient(Starlette(routes=[Mount("/assets", HashedFiles(directory=tmp_path))]))


def test_hashed_files_are_kept_for_a_year_without_asking(assets: TestClient) -> None:
    answer = assets.get("/assets/track-map-C2rEk5Vy.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = assets.get("/assets/track-map-C2rEk5Vy.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, answer.headers["cache-control"])


def test_a_missing_file_is_not_kept(assets: TestClient) -> None:
    answer = assets.get("/assets/track-map-older.js")
    assert answer.status_code == 404
    assert "cache-control" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/console", "/console/", "/portal/orders/7", "/driver/"])
def test_a_checkout_without_the_built_web_says_how_to_build_it(tmp_path: Path, address: str) -> None:
    app = Starlette()
    mount_web(app, tmp_path / "webdist")
    answer = TestClient(app).get(address)
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")
    assert "make web" in answer.text


def test_a_built_web_is_served(tmp_path: Path) -> None:
    for name in ("assets", "console"):
        (tmp_path / name).mkdir()
    (tmp_path / "console" / "index.html").write_text("the console")
    app = Starlette()
    mount_web(app, tmp_path)
    assert TestClient(app).get("/console/routes").text == "the console"
