"""The demo's mailbox as a page: what recipients and merchants were told. Not there outside demo mode."""

import html
import re
from email.utils import parsedate_to_datetime
from typing import Annotated

from fastapi import Query
from fastapi.responses import HTMLResponse

from pannier.app.demo_world import ZONE
from pannier.app.mail_sink import find_mail, list_mails, mail_folder
from pannier.base.edge import PublicEdge, Router, public
from pannier.base.problems import NotFound
from pannier.base.settings import settings

router = Router(prefix="/demo", tags=["demo"])
_LINK = re.compile(r"https?://[^\s<>\"']+")
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Demo mailbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root{{color-scheme:light dark;--ground:light-dark(#f4f6f4,#0d1214);--card:light-dark(#fff,#161c20);
--ink:light-dark(#10201b,#e8eeeb);--quiet:light-dark(#4c5a55,#a3b1ab);--line:light-dark(#d9dfdb,#2a3338);
--link:light-dark(#0b5a3c,#6fdca7)}}
body{{font:16px/1.5 "Noto Sans",system-ui,sans-serif;background:var(--ground);color:var(--ink);margin:0}}
main{{max-inline-size:46rem;margin:0 auto;padding:24px 16px}}
h1{{font-size:1.5rem;margin:0}}h2{{font-size:1.2rem;margin:0}}
p{{margin:.5rem 0}}small,.quiet{{color:var(--quiet)}}a{{color:var(--link)}}
ul,article{{background:var(--card);border:1px solid var(--line);border-radius:12px;margin:16px 0;padding:0}}
li{{display:grid;gap:2px;list-style:none;padding:12px 16px}}li+li{{border-block-start:1px solid var(--line)}}
li a{{font-weight:600;text-decoration:none}}article{{padding:16px}}
pre{{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:16px 0 0}}</style>
<main><h1>Demo mailbox</h1>{body}</main></html>"""


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
        f'<li><a href="/demo/mailbox/{mail.number}">{html.escape(mail.subject or "(no subject)")}</a>'
        f"<small>{html.escape(mail.to)} · {_when(mail.date)}</small></li>"
        for mail in mails
    )
    empty = "<p>No mail yet: recipients hear of their delivery when its route is released.</p>"
    lead = '<p class="quiet">What the demo would have sent, the newest first. Nothing left this machine.</p>'
    return HTMLResponse(_PAGE.format(body=lead + (f"<ul>{rows}</ul>" if mails else empty)))


@router.get("/mailbox/{number}", response_class=HTMLResponse, include_in_schema=False)
def show_mail(number: str, edge: Annotated[PublicEdge, public()]) -> HTMLResponse:
    """Show one mail; its links can be followed."""
    _only_in_demo()
    mail = find_mail(mail_folder(), number)
    if mail is None:
        raise NoDemo(f"There is no mail {number[:20]}; see /demo/mailbox.")
    text = _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', html.escape(mail.text))
    head = (
        f"<h2>{html.escape(mail.subject)}</h2><small>To {html.escape(mail.to)} · {_when(mail.date)}</small>"
    )
    body = f'<article>{head}<pre>{text}</pre></article><p><a href="/demo/mailbox">All mails</a></p>'
    return HTMLResponse(_PAGE.format(body=body))


def _when(date: str) -> str:
    """Return a mail's date in the demo's own time; what is no date stays as it is."""
    try:
        return f"{parsedate_to_datetime(date).astimezone(ZONE):%d %b, %H:%M}"
    except ValueError:
        return html.escape(date)


def _only_in_demo() -> None:
    if not settings().demo:
        raise NoDemo("There is no mailbox here; it belongs to `pannier demo`.")
