"""Pages of the risk code on a small demo city: what is shown to whom, adoption, evidence, runs."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cixi_oversight.demo.seeding import Seeded
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.users.models import User
from institutions.models import FilingDue, Institution
from riskcodes.models import AdoptedCode, Assessment, CodeChange, PublishedRun, RiskRun
from tests.cities import SMALL, kept

HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Seeded]:
    with kept(SMALL, django_db_blocker) as seeded:
        yield seeded


@pytest.fixture(autouse=True)
def _in_the_city(city: Seeded, db: None) -> None:
    """Each test changes the city in a savepoint of its own."""


@pytest.fixture
def chief(client: Client) -> Client:
    return signed_in(client, "chief")


def signed_in(client: Client, username: str) -> Client:
    client.force_login(User.objects.get(username=username))
    return client


def computed(code: str) -> Institution:
    row = Assessment.objects.published_anywhere().filter(computed_code=code).select_related("institution").first()
    assert row is not None
    return row.institution


def adopt_url(institution: Institution) -> str:
    return f"/bureau/risk/adopt/{institution.public_id}/"


def why_url(institution: Institution) -> str:
    return f"/bureau/register/{institution.public_id}/risk/"


class TestBoard:
    def test_each_town_leads_to_its_institutions(self, chief: Client) -> None:
        tiles = [tile for tile in chief.get("/bureau/risk/").context["tiles"] if sum(n for _, _, n in tile.counts)]
        assert tiles
        for tile in tiles:
            found = chief.get(tile.url)
            assert found.status_code == 200, tile.url
            assert [chip.value for chip in found.context["chips"] if not chip.is_default] == [tile.name]

    def test_the_grounds_of_the_figures_are_in_the_page_language(self, chief: Client) -> None:
        assert "starting value" not in chief.get("/bureau/risk/rules/").content.decode()
        assert "起始值，尚未经教育局确认；机构处理投诉的情况" in chief.get("/bureau/risk/rules/").content.decode()

    def test_each_figure_agrees_with_the_list_behind_it(self, chief: Client) -> None:
        board = chief.get("/bureau/risk/")
        for figure in board.context["figures"]:
            listed = chief.get(f"{figure.url}&count=1", headers=HTMX).context["count"]
            assert listed == figure.value, figure.tone

    def test_a_towns_officer_sees_the_own_town(self, client: Client) -> None:
        officer = signed_in(client, "town")
        board = officer.get("/bureau/risk/")
        figures = sum(figure.value for figure in board.context["figures"])
        assert 0 < figures < 30
        assert figures == sum(n for tile in board.context["tiles"] for _, _, n in tile.counts)

    def test_every_town_has_its_place_in_the_grid(self, chief: Client) -> None:
        tiles = chief.get("/bureau/risk/").context["tiles"]
        places = {(tile.column, tile.row) for tile in tiles}
        assert len(places) == len(tiles)
        assert min(column for column, _ in places) == min(row for _, row in places) == 1

    def test_an_owner_and_the_association_do_not_see_it(self, client: Client) -> None:
        for username in ("owner-red", "association"):
            assert signed_in(client, username).get("/bureau/risk/").status_code == 403

    @pytest.mark.parametrize("path", ["/bureau/", "/bureau/risk/", "/bureau/risk/adopt/", "/bureau/register/"])
    def test_queries_do_not_grow_with_the_rows(self, chief: Client, path: str) -> None:
        chief.get(path)
        with CaptureQueriesContext(connection) as queries:
            chief.get(path)
        assert len(queries) <= 32, "\n".join(query["sql"][:150] for query in queries)


class TestWhy:
    def test_it_tells_every_indicator_with_value_limits_points_and_evidence(self, chief: Client) -> None:
        text = chief.get(why_url(computed("red"))).content.decode()
        for words in ("系统码", "认定码", "主要原因", "一票否决", "规则第 1 版", "条记录"):
            assert words in text
        assert text.count('class="indicator-name"') == 13

    def test_evidence_opens_for_every_record_that_is_named(self, chief: Client) -> None:
        text = chief.get(why_url(computed("red"))).content.decode()
        links = set(re.findall(r'<li><a href="(/bureau/[^"]+)"', text))
        assert len(links) >= 5
        assert {chief.get(link).status_code for link in links} == {200}

    def test_an_earlier_day_is_told_as_it_was(self, chief: Client) -> None:
        change = CodeChange.objects.select_related("institution", "run").order_by("run__on").first()
        assert change is not None
        before = change.run.on - dt.timedelta(days=1)
        answer = chief.get(f"{why_url(change.institution)}?on={before}")
        assert answer.status_code == 200
        assert f"{before} 夜间" in answer.content.decode()

    @pytest.mark.parametrize("day", ["2027-01-01", "yesterday", "2026-02-30", "0001-01-01"])
    def test_a_day_to_come_or_none_is_refused(self, chief: Client, day: str) -> None:
        assert chief.get(f"{why_url(computed('red'))}?on={day}").status_code == 400

    def test_evidence_outside_the_own_town_is_not_found(self, client: Client) -> None:
        own = signed_in(client, "town")
        foreign = Institution.objects.exclude(town=None).exclude(
            town__in=User.objects.get(username="town").memberships.values("department__town")
        )
        due = FilingDue.objects.filter(institution__in=foreign).first()
        assert due is not None
        assert own.get(f"/bureau/risk/evidence/institutions.FilingDue/{due.pk}/").status_code == 404
        assert (
            signed_in(client, "chief").get(f"/bureau/risk/evidence/institutions.FilingDue/{due.pk}/").status_code == 200
        )

    @pytest.mark.parametrize("table", ["users.User", "sessions.Session", "nonsense"])
    def test_no_other_table_is_opened_as_evidence(self, chief: Client, table: str) -> None:
        assert chief.get(f"/bureau/risk/evidence/{table}/1/").status_code == 404


class TestAdoption:
    def disagree(self, code: str) -> Institution:
        """An institution whose computed code is `code` and whose adopted one is another."""
        institution = computed(code)
        known = AdoptedCode.objects.current([institution.pk]).get()
        AdoptedCode.objects.create(
            institution=institution,
            code="yellow" if code != "yellow" else "green",
            run=known.run,
            adopted_on=known.adopted_on,
            recorded_at=known.recorded_at + dt.timedelta(seconds=1),
            recorded_by=known.recorded_by,
        )
        return institution

    def post(self, client: Client, **more: str) -> Any:
        run = PublishedRun.objects.get()
        return client.post("/bureau/risk/adopt/", {"run": str(run.run_id), **more})

    def test_a_batch_adopts_all_but_the_reds(self, chief: Client) -> None:
        red, green = self.disagree("red"), self.disagree("green")
        assert self.post(chief).status_code == 302
        latest = {row.institution_id: row.code for row in AdoptedCode.objects.current([red.pk, green.pk])}
        assert latest == {red.pk: "yellow", green.pk: "green"}

    def test_a_batch_seen_before_a_newer_run_is_looked_at_again(self, chief: Client) -> None:
        green = self.disagree("green")
        page = "http://testserver/bureau/risk/adopt/"
        answer = chief.post("/bureau/risk/adopt/", {"run": "0"}, headers={"Referer": page})
        assert answer.status_code == 302
        assert "请重新核对" in chief.get("/bureau/risk/adopt/").content.decode()
        assert AdoptedCode.objects.current([green.pk]).get().code == "yellow"

    def test_a_red_needs_a_reason(self, chief: Client) -> None:
        red = self.disagree("red")
        refused = chief.post(adopt_url(red), {"code": "red", "reason": " "})
        assert refused.status_code == 422
        assert refused.context["form"].errors.keys() == {"reason"}
        assert chief.post(adopt_url(red), {"code": "red", "reason": "已核实"}).status_code == 302
        assert AdoptedCode.objects.current([red.pk]).get().code == "red"

    @pytest.mark.parametrize("username", ["director", "analyst", "registrar", "town"])
    def test_only_the_section_chief_adopts(self, client: Client, username: str) -> None:
        other = signed_in(client, username)
        assert other.get("/bureau/risk/adopt/").status_code == 403
        assert self.post(other).status_code == 403

    def test_it_waits_on_the_desk_reds_first(self, chief: Client) -> None:
        self.disagree("red")
        todo = [item for group in chief.get("/bureau/").context["groups"] for item in group.items]
        assert any("reds" in item.url and item.urgent for item in todo)


class TestRuns:
    def test_the_list_and_the_page_of_a_night(self, chief: Client) -> None:
        run = RiskRun.objects.order_by("-number").first()
        assert run is not None
        assert f"/bureau/risk/runs/{run.pk}/" in chief.get("/bureau/risk/runs/").content.decode()
        assert run.row_hash in chief.get(f"/bureau/risk/runs/{run.pk}/").content.decode()

    def test_progress_is_a_fragment_that_asks_again_until_it_is_done(self, chief: Client) -> None:
        run = RiskRun.objects.order_by("-number").first()
        assert run is not None
        RiskRun.objects.filter(pk=run.pk).update(state="computing")
        Job.objects.filter(pk=run.job_id).update(state="running", finished_at=None)
        part = chief.get(f"/bureau/risk/runs/{run.pk}/", headers=HTMX)
        assert "every 2s" in part.content.decode()
        assert "<html" not in part.content.decode()
        RiskRun.objects.filter(pk=run.pk).update(state="published")
        assert chief.get(f"/bureau/risk/runs/{run.pk}/", headers=HTMX).headers["HX-Refresh"] == "true"

    def test_the_night_is_started_by_hand_once(self, chief: Client) -> None:
        done = chief.post("/bureau/risk/runs/start/", {"form_token": "a"}, follow=True)
        assert done.status_code == 200  # it had run: the page of that run
        assert done.context["run"].on == SMALL.as_of
        refused = signed_in(chief, "inspector").post("/bureau/risk/runs/start/", {"form_token": "b"})
        assert refused.status_code == 403

    def test_what_failed_is_named_with_its_institution(self, chief: Client) -> None:
        run, institution = RiskRun.objects.order_by("-number").first(), computed("green")
        assert run is not None
        RiskRun.objects.filter(pk=run.pk).update(failures=[{"institution": institution.pk, "error": "ValueError: x"}])
        text = chief.get(f"/bureau/risk/runs/{run.pk}/").content.decode()
        assert institution.name in text
        assert "ValueError: x" in text

    def test_a_recomputation_asked_for_twice_by_one_form_is_one_job(self, chief: Client) -> None:
        red = computed("red")
        assert 'name="form_token"' in chief.get(why_url(red)).content.decode()
        url = f"/bureau/risk/why/{red.public_id}/recompute/"
        before = Job.objects.filter(name="riskcodes.single").count()
        for _ in range(2):
            assert chief.post(url, {"form_token": "one"}).status_code == 302
        assert Job.objects.filter(name="riskcodes.single").count() == before + 1

    def test_the_rule_set_is_shown_with_every_limit(self, chief: Client) -> None:
        text = chief.get("/bureau/risk/rules/").content.decode()
        assert text.count('class="indicator-name"') == 13
        assert chief.get("/bureau/risk/rules/99/").status_code == 404

    def test_sources_say_what_is_connected(self, chief: Client) -> None:
        assert chief.get("/bureau/risk/sources/").content.decode().count("state-done") == 5


class TestReadiness:
    def test_the_last_night_is_told_and_whether_it_is_late(self, client: Client) -> None:
        night = client.get("/readyz").json()["last_night"]
        assert night == {"county": "330282", "on": "2026-11-23", "late": False}
        pin(SMALL.as_of + dt.timedelta(days=3))
        assert client.get("/readyz").json()["last_night"]["late"] is True


class TestOwnPage:
    def test_an_owner_reads_the_adopted_code_not_the_computed_one(self, client: Client) -> None:
        owner = signed_in(client, "owner-red")
        institution = Institution.objects.get(memberships__user__username="owner-red")
        known = AdoptedCode.objects.current([institution.pk]).get()
        AdoptedCode.objects.create(
            institution=institution,
            code="yellow",
            reason="已整改，观察一个月",
            run=known.run,
            adopted_on=known.adopted_on,
            recorded_at=known.recorded_at + dt.timedelta(seconds=1),
            recorded_by=known.recorded_by,
        )
        text = owner.get("/my/").content.decode()
        main = text[text.index("<main") : text.index("</main>")]
        assert "黄码" in main
        assert "已整改，观察一个月" in main
        assert "risk-red" not in main
        assert "系统码" not in main


class TestRegister:
    """The register's list with what the risk code adds to it."""

    @pytest.mark.parametrize("sort", ["uscc", "-uscc", "category", "-name"])
    def test_pages_go_through_empty_keys_without_a_gap(
        self, chief: Client, sort: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from institutions.views.register import RegisterList

        monkeypatch.setattr(RegisterList, "page_size", 4)
        seen: list[int] = []
        query = f"sort={sort}"
        while query:
            answer = chief.get(f"/bureau/register/?{query}")
            seen += [row.object.pk for row in answer.context["rows"]]
            query = answer.context["more_query"]
        assert sorted(seen) == sorted(Institution.objects.values_list("pk", flat=True))

    @pytest.mark.parametrize("key", ["computed", "adopted"])
    def test_both_codes_are_filters_and_columns(self, chief: Client, key: str) -> None:
        rows = chief.get(f"/bureau/register/?{key}=yellow&columns=computed,adopted").context["rows"]
        assert rows
        assert all("黄码" in row.object.extra[key] for row in rows)

    def test_the_association_reads_the_adopted_code_only(self, client: Client) -> None:
        officer = signed_in(client, "association")
        answer = officer.get("/bureau/register/?computed=red")
        assert answer.status_code == 403 or not answer.context["rows"]
