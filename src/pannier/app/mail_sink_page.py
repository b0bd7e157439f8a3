"""The demo's mailbox as a page: what recipients and merchants were told. Not there outside demo mode."""

import html
import re
from typing import Annotated

from fastapi import Query
from fastapi.responses import HTMLResponse

from pannier.app.mail_sink import find_mail, list_mails, mail_folder
from pannier.base.edge import PublicEdge, Router, public
from pannier.base.problems import NotFound
from pannier.base.settings import settings

router = Router(prefix="/demo", tags=["demo"])
_LINK = re.compile(r"https?://[^\s<>\"']+")
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Demo mailbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;
padding:0 1rem}}li{{padding:.4rem 0;border-block-end:1px solid #8884}}pre{{white-space:pre-wrap;font:inherit}}
small{{opacity:.75}}</style><h1>Demo mailbox</h1>{body}</html>"""


class NoDemo(NotFound):
    """There is no mailbox outside demo mode, or no such mail in it."""

    code = "not_in_demo"
    title = "Not found"


@router.get("/mailbox", response_class=HTMLResponse, include_in_schema=False)
def show_mailbox(
    edge: Annotated[PublicEdge, public()], to: Annotated[str, Query(max_length=100)] = ""
) -> HTMLResponse:
    """Show the mails that the demo would have sent."""
    _only_in_demo()
    mails = list_mails(mail_folder(), to=to)
    rows = "".join(
        f'<li><a href="/demo/mailbox/{mail.number}">{html.escape(mail.subject or "(no subject)")}</a><br>'
        f"<small>{html.escape(mail.to)} · {html.escape(mail.date)}</small></li>"
        for mail in mails
    )
    empty = "<p>No mail yet: recipients hear of their delivery when its route is released.</p>"
    return HTMLResponse(_PAGE.format(body=f"<ul>{rows}</ul>" if mails else empty))


@router.get("/mailbox/{number}", response_class=HTMLResponse, include_in_schema=False)
def show_mail(number: str, edge: Annotated[PublicEdge, public()]) -> HTMLResponse:
    """Show one mail; its links can be followed."""
    _only_in_demo()
    mail = find_mail(mail_folder(), number)
    if mail is None:
        raise NoDemo(f"There is no mail {number[:20]}; see /demo/mailbox.")
    text = _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', html.escape(mail.text))
    head = f"<h2>{html.escape(mail.subject)}</h2><p><small>To {html.escape(mail.to)} · {html.escape(mail.date)}</small>"
    return HTMLResponse(_PAGE.format(body=f'{head}<pre>{text}</pre><p><a href="/demo/mailbox">All mails</a>'))


def _only_in_demo() -> None:
    if not settings().demo:
        raise NoDemo("There is no mailbox here; it belongs to `pannier demo`.")
