"""The city as described, after ninety nights that really ran. One test, so that one process builds it once."""

import datetime as dt
from collections import Counter
from statistics import median

import pytest
from django.db.models import Count, F, Max, Q, Sum
from stdnum.cn import uscc

from cixi_oversight import clock
from cixi_oversight.demo.cases_told import ACADEMIC
from cixi_oversight.demo.seeding import Seeded, seed
from cixi_oversight.users.models import County, Department
from inspections.models import Complaint, ComplaintResolution, ComplaintValidity
from institutions.enums import ACTIVE
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState, Decision
from institutions.models import EnrolmentReturn, Institution, Permit, RegistrationCase, Site
from riskcodes.enums import Colour, RunState
from riskcodes.models import AdoptedCode, AdoptionBatch, Assessment, CodeChange, RiskRun
from riskcodes.services.adoption import pending
from tests.cities import AS_OF, CITY

pytestmark = pytest.mark.django_db


def test_the_city_is_as_described(subtests: pytest.Subtests, record_property):
    seeded = seed(CITY)
    for step, seconds in seeded.seconds.items():
        record_property(f"seconds_{step}", round(seconds, 1))
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(seeded)


def active():
    return Institution.objects.filter(status__in=ACTIVE)


def institutions_by_category(seeded: Seeded):
    wanted = {"arts": 210, "sports": 105, "sci_tech": 50, "other": 95 - ACADEMIC, "academic": 40 + ACADEMIC}
    found = Counter(active().values_list("category", flat=True))
    assert all(abs(found[category] - count) <= 4 for category, count in wanted.items()), found
    assert sum(found.values()) == 500


def cases_of_every_kind_and_state(seeded: Seeded):
    found = Counter(RegistrationCase.objects.values_list("kind", "state"))
    kinds, states = Counter[str](), Counter[str]()
    for (kind, state), count in found.items():
        kinds[kind] += count
        states[state] += count
    assert set(states) == set(CaseState)
    assert all(kinds[kind] >= 5 for kind in CaseKind), kinds
    granted = {kind for kind, state in found if state in (CaseState.FOLLOWING, CaseState.COMPLETED)}
    assert granted == set(CaseKind)
    assert RegistrationCase.objects.filter(decision=Decision.BY_SILENCE).count() == 1
    assert set(RegistrationCase.objects.values_list("origin", flat=True)) == set(CaseOrigin)


def institutions_by_town(seeded: Seeded):
    found = Counter(active().values_list("town__name", flat=True))
    centre = sum(found[f"{town}街道"] for town in ("浒山", "白沙路", "古塘"))
    assert 235 <= centre <= 265
    assert 45 <= found["观海卫镇"] <= 55
    assert 40 <= found["周巷镇"] <= 50
    assert County.objects.get().towns.count() == 19


def names_and_codes(seeded: Seeded):
    names = list(Institution.objects.values_list("name", flat=True))
    assert all(name.startswith("慈溪市") for name in names)
    assert len(set(names)) == len(names)
    converted = RegistrationCase.objects.filter(kind=CaseKind.NONPROFIT_CONVERSION, state=CaseState.COMPLETED)
    known = Institution.objects.exclude(uscc=None).exclude(cases__in=converted)  # these bear invented numbers
    codes = known.values_list("uscc", "legal_form")
    heads = {"company": "91", "sole_trader": "92", "private_non_enterprise": "52"}
    for code, form in codes:
        assert uscc.is_valid(code)
        assert code[8:11] == "DEM", code
        assert code.startswith(heads[form]), (code, form)


def students_and_money(seeded: Seeded):
    newest = EnrolmentReturn.objects.filter(month=dt.date(2026, 10, 1), institution__in=active())
    students = list(newest.values_list("students", flat=True))
    assert 60 <= median(students) <= 70
    assert 100 <= sum(students) / len(students) <= 120
    assert 500 <= max(students) <= 600
    assert 7_000_000_000 <= newest.aggregate(fen=Sum("prepaid_balance_fen"))["fen"] <= 11_000_000_000
    usual = [fen / each for each, fen in newest.values_list("students", "prepaid_balance_fen")]
    assert sum(110_000 <= fen <= 260_000 for fen in usual) / len(usual) > 0.97


def complaints(seeded: Seeded):
    def a_week(first: dt.date, last: dt.date) -> float:
        count = Complaint.objects.filter(received_on__gte=first, received_on__lt=last).count()
        return count * 7 / (last - first).days

    usual = a_week(dt.date(2025, 10, 1), dt.date(2026, 2, 20))
    assert 15 <= usual <= 20
    assert a_week(dt.date(2026, 9, 1), dt.date(2026, 10, 1)) > usual * 1.2
    assert a_week(dt.date(2026, 2, 25), dt.date(2026, 3, 24)) > usual * 1.2
    assert 0.70 <= Complaint.objects.filter(matter="refund").count() / Complaint.objects.count() <= 0.80
    judged = ComplaintValidity.objects.aggregate(n=Count("pk"), valid=Count("pk", filter=Q(is_valid=True)))
    assert 0.35 <= judged["valid"] / judged["n"] <= 0.40
    late = ComplaintResolution.objects.filter(resolved_on__gt=F("complaint__due_on")).count()
    assert 0.02 < late / Complaint.objects.count() < 0.12
    resolved = ComplaintResolution.objects.values("complaint_id")
    assert Complaint.objects.filter(due_on__lt=AS_OF).exclude(pk__in=resolved).exists()


def authorities_by_category(seeded: Seeded):
    kinds = dict(Department.objects.values_list("pk", "kind"))
    wanted = {
        "arts": "culture_tourism_sport",
        "sports": "culture_tourism_sport",
        "sci_tech": "science_technology",
        "other": "education",
        "academic": "education",
        None: None,
    }
    rows = active().values_list("category", "sector_authority_id", "legal_form", "registration_authority_id")
    for category, sector, form, registrar in rows:
        assert kinds.get(sector) == wanted[category]
        is_nonprofit = form == "private_non_enterprise"
        assert kinds[registrar] == ("civil_affairs" if is_nonprofit else "market_supervision")


def the_dirt_of_real_registers(seeded: Seeded):
    assert active().exclude(not_found_on=None).count() == 4
    for gap in ("uscc", "town", "category"):
        assert 1 <= active().filter(**{gap: None}).count() <= 6, gap
    permits = Permit.objects.filter(institution__in=active()).exclude(name_on_permit=F("institution__name"))
    assert 10 <= permits.count() <= 25
    twins = Site.objects.values("address").annotate(n=Count("pk")).filter(n__gt=1)
    assert twins.count() >= 2
    for twin in twins:
        one, other = Institution.objects.filter(sites__address=twin["address"])
        assert one.brand == other.brand
        assert one.name != other.name
    assert Site.objects.filter(Q(business_phone="") | Q(business_phone="0574-00000000")).exists()


def ninety_nights_ran_as_of_their_days(seeded: Seeded):
    runs = list(RiskRun.objects.order_by("on"))
    assert [run.on for run in runs] == [AS_OF - dt.timedelta(days=back) for back in range(89, -1, -1)]
    assert {run.state for run in runs} == {RunState.PUBLISHED.value}
    assert all(run.cutoff == clock.at(run.on, 2) for run in runs)
    assert all(run.failures == [] for run in runs)
    assert len({run.job_id for run in runs}) == 90


def colours_tonight(seeded: Seeded):
    county = County.objects.get()
    found = Counter(Assessment.objects.published(county.pk).values_list("computed_code", flat=True))
    total = sum(found.values())
    assert total == 500
    assert 0.86 <= found[Colour.GREEN] / total <= 0.90
    assert 0.07 <= found[Colour.YELLOW] / total <= 0.095
    assert 0.01 <= found[Colour.RED] / total <= 0.02
    assert 0.015 <= found[Colour.NONE] / total <= 0.025


def a_few_move_every_week(seeded: Seeded):
    first = RiskRun.objects.order_by("on").first()
    moves = CodeChange.objects.exclude(run=first).values_list("run__on", flat=True)
    assert 4 <= len(moves) * 7 / 89 <= 8
    weeks = Counter((day - (CITY.first_night + dt.timedelta(days=1))).days // 7 for day in moves)
    assert all(1 <= weeks[week] <= 11 for week in range(12)), weeks


def every_colour_follows_from_facts(seeded: Seeded):
    """Nothing but a run writes codes: each change has its reasons, and each family makes somebody yellow or red."""
    assert not CodeChange.objects.filter(reasons=[]).exclude(to_code=Colour.NONE).exists()
    words = " ".join(str(reasons) for reasons in CodeChange.objects.values_list("reasons", flat=True))
    for sign in (
        "Students fell",
        "prepaid fees",
        "A statement or annual report",
        "insured",
        "expired",
        "valid complaints",
    ):
        assert sign in words, sign


def the_section_chief_adopted_all_but_the_last_week(seeded: Seeded):
    county = County.objects.get()
    assert 12 <= AdoptionBatch.objects.count() <= 14
    latest = AdoptedCode.objects.aggregate(latest=Max("adopted_on"))["latest"]
    assert dt.date(2026, 11, 9) <= latest <= dt.date(2026, 11, 16)
    waiting = Counter(pending(county).values_list("computed_code", flat=True))
    assert waiting[Colour.RED] >= 1
    assert sum(waiting.values()) >= 2
    assert set(AdoptedCode.objects.values_list("recorded_by__user__username", flat=True)) == {"chief"}
    assert not AdoptedCode.objects.filter(code=Colour.RED, reason="").exists()


CHECKS = (
    institutions_by_category,
    cases_of_every_kind_and_state,
    institutions_by_town,
    names_and_codes,
    students_and_money,
    complaints,
    authorities_by_category,
    the_dirt_of_real_registers,
    ninety_nights_ran_as_of_their_days,
    colours_tonight,
    a_few_move_every_week,
    every_colour_follows_from_facts,
    the_section_chief_adopted_all_but_the_last_week,
)
