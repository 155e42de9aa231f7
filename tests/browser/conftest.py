"""Pages in Debian's Chromium. One that violates the CSP, logs an error or asks another host fails its test.

One small demo city serves the whole suite, so a test changes only what no other test looks at.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cixi_oversight.demo.seeding import seed
from cixi_oversight.users.models import User
from institutions.models import Institution
from riskcodes.models import Assessment
from tests.cities import SMALL

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Without the second line Chromium asks hosts of its own, which an intranet refuses by the dozen.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
WIDTHS = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}

# Playwright's loop runs in this thread; Django would take that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as instance:
        yield instance


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium is missing: apt-get install chromium fonts-noto-cjk")
    instance = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield instance
    instance.close()


@pytest.fixture(scope="session")
def portal(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the portal with a small city in it; the database is dropped afterwards."""
    with django_db_blocker.unblock():
        seed(SMALL)
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        connections.close_all()


@pytest.fixture
def sign_in(page: Page, portal: str) -> Callable[[str], None]:
    """Signs the page's browser in as one of the demo's accounts, without the form."""

    def as_(username: str) -> None:
        client = Client()
        client.force_login(User.objects.get(username=username))
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])

    return as_


@pytest.fixture
def red(portal: str) -> Institution:
    """The city's institution with a computed red code."""
    row = Assessment.objects.published_anywhere().filter(computed_code="red").select_related("institution").first()
    assert row is not None
    return row.institution


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, portal: str) -> Iterator[Page]:
    """A page at the width of a desk and of a phone; `goto("/path")` is enough."""
    context = browser.new_context(
        base_url=portal, viewport=WIDTHS[request.param], locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(10_000)
    complaints: list[str] = []
    refused: set[str] = set()  # a page that answers 4xx is no fault of the page: its test looks at the status
    instance = context.new_page()
    instance.on(
        "response", lambda got: got.request.is_navigation_request() and got.status < 500 and refused.add(got.url)
    )
    instance.on("console", lambda message: _is_fault(message, refused) and complaints.append(message.text))
    instance.on("pageerror", lambda error: complaints.append(str(error)))
    instance.on("request", lambda sent: _is_foreign(sent.url, portal) and complaints.append(f"asked {sent.url}"))
    yield instance
    context.close()
    assert not complaints, complaints


def _is_fault(message: ConsoleMessage, refused: set[str]) -> bool:
    return message.type == "error" and not (
        message.text.startswith("Failed to load resource") and message.location["url"] in refused
    )


def _is_foreign(url: str, own: str) -> bool:
    return urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc != urlsplit(own).netloc
