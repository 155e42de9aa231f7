"""What nginx answers while the portal is down: a page in both languages that needs nothing of the portal."""

import re

from tests.conftest import ROOT


def test_the_page_needs_nothing_of_the_portal_and_nginx_shows_it() -> None:
    page = (ROOT / "deploy" / "503.html").read_text()
    assert not re.search(r"(?:src|href|style)=|<script|<style", page), "whatever it asked for would be down too"
    assert "系统暂停服务" in page
    assert "Not available at the moment" in page
    config = (ROOT / "deploy" / "nginx.conf").read_text()
    assert "error_page 502 503 504 /503.html;" in config
    assert "proxy_intercept_errors" not in config, "the portal's own 503 says what to do"
