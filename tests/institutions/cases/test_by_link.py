"""A new entry without an account: begun on the public site, carried on by the signed link, accepted at the window."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.permissions import PUBLIC_VIEWER
from cixi_oversight.personal.models import Person
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import SignedLink, User
from cixi_oversight.users.services import links
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState
from institutions.models import RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases import entering, night
from institutions.views.cases.by_link import MOST_A_DAY
from tests.institutions.cases.conftest import AT, Office, fresh, scan

NAME = "慈溪市浒山𠮷画美术培训有限公司"
SAID = {
    "name": NAME,
    "category": "arts",
    "legal_form": "company",
    "stage": "mixed",
    "address": "创业路18号二楼",
    "area_m2": "320",
    "capital_fen": "300000.00",
    "scope": "少儿美术",
}


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


class Founder:
    """Somebody with a telephone and no account."""

    def __init__(self, office: Office) -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
        self.typed = {
            "name": NAME,
            "town": str(office.town.pk),
            "applicant_name": "黄𠮷",
            "applicant_phone": "13958200000",
            "form_token": "a-form-that-was-shown",
        }
        self.url = ""

    def apply(self, **more: str) -> Any:
        answer = self.client.post(reverse("institutions:apply_entry"), self.typed | more)
        if answer.status_code == 302:
            self.url = answer["Location"]
        return answer

    def look(self, query: str = "") -> str:
        answer = self.client.get(self.url + query)
        assert answer.status_code == 200, answer.status_code
        assert "sessionid" not in answer.cookies
        return str(answer.content.decode())

    def send(self, part: str, key: str = "", **said: Any) -> Any:
        stamp = re.search(r'name="stamp" value="([^"]+)"', self.look("?part=withdraw"))
        assert stamp
        version = RegistrationCase.objects.get(origin=CaseOrigin.APPLICANT).version
        query = f"?part={part}" + (f"&key={key}" if key else "")
        return self.client.post(self.url + query, {"stamp": stamp[1], "version": version, **said})


def test_from_the_first_page_to_acceptance_with_one_correction_on_the_link_alone(office: Office) -> None:
    founder = Founder(office)
    first = founder.client.get(reverse("institutions:apply_entry")).content.decode()
    assert "需要准备的材料" in first
    assert founder.apply().status_code == 302
    case = RegistrationCase.objects.get()
    assert (case.origin, case.state, case.title, case.town) == (
        CaseOrigin.APPLICANT,
        CaseState.DRAFT,
        NAME,
        office.town,
    )
    assert case.applicant is not None
    assert "13958200000" not in str(Person.objects.filter(pk=case.applicant_id).values())
    page = founder.look()
    assert "请保存此链接" in page
    assert "提交前还缺" in page
    assert founder.send("edit", **SAID, town=office.town.code).status_code == 302
    for spec in KINDS[CaseKind.ENTRY].documents:
        assert founder.send("upload", spec.key, file=scan()).status_code == 302
    assert founder.send("submit").status_code == 302
    assert fresh(case).state == CaseState.SUBMITTED
    assert "待行政服务中心窗口" in founder.look().replace(" ", "")
    clerk = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    clerk.force_login(User.objects.get(pk=office.clerk.user_id))
    seen = clerk.get(reverse("institutions:case", args=[case.public_id])).content.decode()
    assert "网上（申请人，无账号）" in seen
    assert "13958200000" not in seen
    returned = {
        "version": fresh(case).version,
        "field_address": "请写明门牌号",
        "document_charter": "缺签字页",
        "note": "",
    }
    sent = clerk.post(reverse("institutions:case_return", args=[case.public_id]), returned, follow=True)
    assert "请电话告知" in sent.content.decode()  # nobody without account gets a message
    page = founder.look()
    assert "请写明门牌号" in page
    assert page.count("与退回时相同") == 2
    assert founder.send("edit", address="创业路18号二楼201室").status_code == 302
    assert founder.send("upload", "charter", remark="签字页在第十页").status_code == 302
    assert founder.send("submit").status_code == 302
    accept = {"version": fresh(case).version}
    assert clerk.post(reverse("institutions:case_accept", args=[case.public_id]), accept).status_code == 302
    assert fresh(case).state == CaseState.IN_REVIEW
    assert founder.send("edit", address="改写").status_code == 409
    assert office.town.name in founder.look()


def test_the_same_form_sent_twice_is_one_application(office: Office) -> None:
    founder = Founder(office)
    first = founder.apply()["Location"]
    assert founder.apply()["Location"] == first
    assert RegistrationCase.objects.count() == SignedLink.objects.count() == 1
    assert founder.apply(form_token="another-form-shown")["Location"] != first
    stranger = founder.apply(applicant_phone="13958200001")["Location"]  # the same form, kept in a cache on the way
    assert stranger != first


def test_what_a_machine_fills_in_a_number_in_the_name_and_too_many_are_refused(office: Office) -> None:
    founder = Founder(office)
    assert founder.apply(website="http://spam.example").status_code == 302
    assert RegistrationCase.objects.count() == 0
    assert founder.apply(name="美术 13958200000").status_code == 400
    assert founder.apply(town="999999").status_code == 422
    assert founder.apply(applicant_phone="不告诉你").status_code == 400
    assert RegistrationCase.objects.count() == 0
    cache.clear()
    for number in range(MOST_A_DAY):
        assert founder.apply(form_token=f"a-form-that-was-shown-{number}").status_code == 302
    late = founder.apply(form_token="a-form-that-was-shown-late")
    assert (late.status_code, "今天发起的申请过多" in late.content.decode()) == (422, True)


def test_an_applicants_draft_is_nobody_elses_and_a_link_opens_its_own_case_alone(office: Office) -> None:
    founder = Founder(office)
    founder.apply()
    case = RegistrationCase.objects.get()
    seen = RegistrationCase.objects.visible_to
    for viewer in (office.clerk, office.chief, office.officer, office.owner, PUBLIC_VIEWER):
        assert not seen(viewer).filter(pk=case.pk).exists()
    other = office.draft(CaseKind.RENEWAL, {"students": 40})
    by = system_viewer(label="tests")
    until = clock.real_now() + dt.timedelta(days=1)
    _link, token = links.make(
        subject=("registration_case", other.pk), purpose=entering.PURPOSE, expires_at=until, by=by, at=AT
    )
    assert founder.client.get(reverse("users:link", args=[token])).status_code == 404  # an owner's case
    with pytest.raises(NotFound):
        entering.replace_link(case=other, by=office.clerk, at=AT)
    foreign = other.documents.first().public_id
    assert founder.send("remove", foreign).status_code == 404
    assert founder.send("upload", "no-such-paper", file=scan()).status_code == 404
    assert founder.client.post(founder.url + "?part=submit", {"version": 1}).status_code == 403  # without a stamp
    assert founder.client.post(founder.url + "?part=accept", {}).status_code == 403
    assert founder.send("accept").status_code == 302  # there is no such part: the page itself
    assert fresh(case).state == CaseState.DRAFT


def test_a_lost_link_is_replaced_at_the_window_and_an_idle_draft_is_given_up(office: Office) -> None:
    founder = Founder(office)
    founder.apply()
    case = RegistrationCase.objects.get()
    RegistrationCase.objects.filter(pk=case.pk).update(state=CaseState.SUBMITTED, number="ZR330282-2026-00001")
    clerk = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    clerk.force_login(User.objects.get(pk=office.clerk.user_id))
    for viewer in (office.officer, office.of(DepartmentKind.FIRE)):
        with pytest.raises((NotFound, Forbidden)):
            entering.replace_link(case=case, by=viewer, at=AT)
    made = clerk.post(reverse("institutions:case_link", args=[case.public_id]))
    assert made.status_code == 201
    assert founder.client.get(founder.url).status_code == 404
    told = re.search(r"/t/([A-Za-z0-9_-]{43})/", made.content.decode())
    assert told
    assert founder.client.get(reverse("users:link", args=[told[1]])).status_code == 200
    SignedLink.objects.filter(revoked_at=None).update(expires_at=clock.real_now() - dt.timedelta(seconds=1))
    assert founder.client.get(reverse("users:link", args=[told[1]])).status_code == 404
    RegistrationCase.objects.filter(pk=case.pk).update(state=CaseState.DRAFT, number=None)
    by = system_viewer(label="tests")
    later = clock.now() + entering.IDLE
    assert night.run(county=office.county, on=later.date(), by=by, at=later - dt.timedelta(hours=1)) == 0
    assert night.run(county=office.county, on=later.date(), by=by, at=later + dt.timedelta(hours=1)) == 1
    assert fresh(case).state == CaseState.WITHDRAWN
