"""The HTTP application: routes, raw routes, errors, headers, limits, and the built web."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

import pannier
from pannier.app import docs_pages, errors, wiring
from pannier.app.limits import CSP, SecurityHeaders, TextAddress, UploadLimit
from pannier.app.openapi import complete

FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
"""For files whose names carry their content's hash: another content has another name."""
APPS = ("console", "portal", "driver")
UNBUILT = "The web apps are not built yet: run <code>make web</code> and start Pannier again."
ROUTERS = (*wiring.ROUTERS, docs_pages.router)
# The rider's app reads barcodes with WebAssembly where the phone cannot by itself.
PAGE_HEADERS = {"driver": {"Content-Security-Policy": f"{CSP}; script-src 'self' 'wasm-unsafe-eval'"}}


def create_app() -> FastAPI:
    """Return the application; the database is the one in the settings."""
    wiring.wire()
    app = FastAPI(
        title="Pannier",
        version=pannier.__version__,
        description="Self-hosted dispatch for sustainable last-mile delivery.",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    for raw in wiring.RAW_ROUTES:
        app.router.routes.append(Route(raw.path, raw.endpoint, methods=[raw.method], name=raw.path))
    mount_web(app, web_folder())
    app.add_middleware(UploadLimit)
    app.add_middleware(TextAddress)
    app.add_middleware(SecurityHeaders)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # FastAPI's documented way
    return app


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description with the raw routes in it."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        for raw in wiring.RAW_ROUTES:
            schema["paths"].setdefault(raw.path, {})[raw.method.lower()] = raw.openapi
        app.openapi_schema = complete(schema)
    return app.openapi_schema


def web_folder() -> Path:
    """Return the folder of the built web; it may be absent in a checkout before `make web`."""
    return Path(str(files("pannier").joinpath("webdist")))


def is_web_built() -> bool:
    """Tell whether there are web apps to show."""
    return web_folder().is_dir()


class HashedFiles(StaticFiles):
    """Files that browsers keep without asking again."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return the file, to be kept for good."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(FOR_GOOD)
        return response


def mount_web(app: Starlette, folder: Path) -> None:
    """Serve the apps of a folder; where it is missing, pages that say how to get them."""
    app.router.routes.append(Route("/", lambda request: RedirectResponse("/console/"), name="home"))
    is_built = folder.is_dir()
    if is_built:
        app.mount("/assets", HashedFiles(directory=folder / "assets"), name="assets")
    for name in APPS:
        page = _page(folder, name) if is_built else _unbuilt_page
        app.router.routes.append(Route(f"/{name}", _slash(name), name=f"{name}-bare"))
        app.router.routes.append(Route(f"/{name}/{{path:path}}", page, name=name))


def _unbuilt_page(request: Request) -> Response:
    """Say to whoever looks for an app in a checkout without the built web how to get it."""
    return HTMLResponse(f"<!doctype html><title>Pannier</title><p>{UNBUILT}</p>", status_code=503)


def _slash(name: str) -> Any:
    return lambda request: RedirectResponse(f"/{name}/")


def _page(folder: Path, name: str) -> Any:
    """Serve a file of the app's folder, else its page: the app itself knows the deeper addresses."""

    async def page(request: Request) -> Response:
        root = (folder / name).resolve()
        file = (root / request.path_params["path"]).resolve()
        if not (file.is_relative_to(root) and file.is_file()):
            file = root / "index.html"
        kept = FOR_GOOD if file.parent == root / "assets" else {"Cache-Control": "no-cache"}
        return FileResponse(file, headers=kept | PAGE_HEADERS.get(name, {}))

    return page
