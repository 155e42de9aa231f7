"""Pages in Debian's Chromium. One that violates the CSP, logs an error or asks another host fails its test."""

import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

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


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page at the width of a desk and of a phone; `goto("/path")` is enough."""
    context = browser.new_context(
        base_url=live_server.url, viewport=WIDTHS[request.param], locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    complaints: list[str] = []
    instance = context.new_page()
    instance.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    instance.on("pageerror", lambda error: complaints.append(str(error)))
    instance.on(
        "request", lambda sent: _is_foreign(sent.url, live_server.url) and complaints.append(f"asked {sent.url}")
    )
    yield instance
    context.close()
    assert not complaints, complaints


def _is_foreign(url: str, own: str) -> bool:
    return urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc != urlsplit(own).netloc
