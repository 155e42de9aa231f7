"""A contact's telephone is shown for a reason, in the page, and is masked again after a minute."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from cixi_oversight.personal.models import Contact
from institutions.models import Institution


def test_a_value_is_shown_for_a_reason_and_a_minute(page: Page, sign_in: Callable[[str], None], portal: str) -> None:
    contact = Contact.objects.filter(subject_kind="institution").select_related("person").order_by("pk")[0]
    institution = Institution.objects.get(pk=contact.subject_id)
    sign_in("chief")
    page.clock.install()
    page.goto(f"/bureau/register/{institution.public_id}/")
    field = page.locator(f"#personal-{contact.person.public_id}-phone")
    expect(field).to_contain_text(contact.person.phone_masked)
    field.get_by_role("link").click()
    reason = field.get_by_role("textbox")
    expect(reason).to_be_focused()
    reason.fill("看")
    field.get_by_role("button").click()
    expect(field).to_contain_text("不少于4个字")
    field.get_by_role("textbox").fill("回访核对登记信息")
    field.get_by_role("button").click()
    expect(field.get_by_role("status")).to_have_text(re.compile(r"^120\d{8}$"))
    page.clock.run_for(61_000)  # every timer of the minute, also the one that the first of them sets
    expect(field).to_contain_text(contact.person.phone_masked)
    expect(field.get_by_role("status")).to_have_count(0)


def test_cancelling_leads_back_to_the_mask(page: Page, sign_in: Callable[[str], None], portal: str) -> None:
    contact = Contact.objects.filter(subject_kind="institution").select_related("person").order_by("pk")[0]
    sign_in("inspector")
    page.goto(f"/bureau/personal/{contact.person.public_id}/")
    field = page.locator(f"#personal-{contact.person.public_id}-name")
    field.get_by_role("link").click()
    expect(field.get_by_role("textbox")).to_be_focused()
    field.get_by_role("link").click()
    expect(field).to_contain_text(contact.person.name_masked)
    expect(field.get_by_role("textbox")).to_have_count(0)
