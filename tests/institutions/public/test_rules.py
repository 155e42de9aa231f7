"""The white list's criteria at their limits, addresses and terms as they are read; no database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from institutions.enums import Category, LegalForm, RegistrationKind
from institutions.enums.suspected import OPEN_SITES, SiteState, SiteVerb
from institutions.enums.whitelist import Answer, Change, Criterion
from institutions.rules.labels.suspected import SITE_STATE, SITE_VERB
from institutions.rules.labels.whitelist import CRITERION, UNMET
from institutions.rules.lookup import read_lookup
from institutions.rules.suspected import SUSPECTED, address_key, number_of
from institutions.rules.whitelist.rule import PUBLIC_EXIT, Standing, is_registered_right, judge

GOOD = Standing(
    operates=True,
    permit_is_valid=True,
    category=Category.ARTS,
    legal_form=LegalForm.COMPANY,
    certificates=(RegistrationKind.BUSINESS,),
    fees=True,
    teachers=True,
)
ASKED = (
    Criterion.ENROLMENT_OPEN,
    Criterion.ACCOUNT_OPEN,
    Criterion.NO_MAJOR_CASE,
    Criterion.CODE_NOT_RED,
    Criterion.ANNUAL_NOT_FAILED,
)
MET = dict.fromkeys(ASKED, Answer.MET)


def test_who_fulfils_everything_is_proposed_and_stays() -> None:
    verdict = judge(GOOD, MET)
    assert verdict.fits
    assert verdict.unknown == ()
    assert verdict.proposal(is_listed=False) is Change.ENTRY
    assert verdict.proposal(is_listed=True) is None


@pytest.mark.parametrize(
    ("broken", "criterion"),
    [
        ({"operates": False}, Criterion.OPERATING),
        ({"permit_is_valid": False}, Criterion.PERMIT_VALID),
        ({"category": Category.ACADEMIC}, Criterion.REGISTERED_RIGHT),
        ({"certificates": ()}, Criterion.REGISTERED_RIGHT),
        ({"fees": False}, Criterion.FEES_POSTED),
        ({"teachers": False}, Criterion.TEACHERS_POSTED),
    ],
)
def test_one_unmet_condition_bars_and_proposes_the_exit(broken: dict[str, Any], criterion: Criterion) -> None:
    verdict = judge(replace(GOOD, **broken), MET)
    assert verdict.unmet == (criterion,)
    assert verdict.proposal(is_listed=True) is Change.EXIT
    assert verdict.proposal(is_listed=False) is None


@pytest.mark.parametrize("criterion", ASKED)
def test_an_app_above_bars_by_its_answer_and_not_by_its_silence(criterion: Criterion) -> None:
    assert judge(GOOD, MET | {criterion: Answer.NOT_MET}).unmet == (criterion,)
    silent = judge(GOOD, {one: Answer.MET for one in ASKED if one is not criterion})
    assert silent.fits
    assert silent.unknown == (criterion,)


def test_of_one_that_has_ended_nothing_is_missing() -> None:
    verdict = judge(replace(GOOD, operates=False), {})
    assert verdict.unmet == (Criterion.OPERATING,)
    assert verdict.unknown == ()


def test_before_filing_has_begun_nobody_is_barred_for_not_having_filed() -> None:
    verdict = judge(replace(GOOD, fees=None, teachers=None), {})
    assert verdict.fits
    assert set(verdict.unknown) == {Criterion.FEES_POSTED, Criterion.TEACHERS_POSTED, *ASKED}


@pytest.mark.parametrize(
    ("category", "form", "kind", "right"),
    [
        (Category.ARTS, LegalForm.COMPANY, RegistrationKind.BUSINESS, True),
        (Category.ARTS, LegalForm.SOLE_TRADER, RegistrationKind.BUSINESS, True),
        (Category.ARTS, LegalForm.COMPANY, RegistrationKind.PRIVATE_NON_ENTERPRISE, False),
        (Category.ACADEMIC, LegalForm.COMPANY, RegistrationKind.BUSINESS, False),
        (Category.ACADEMIC, LegalForm.PRIVATE_NON_ENTERPRISE, RegistrationKind.PRIVATE_NON_ENTERPRISE, True),
        (Category.ACADEMIC, LegalForm.PRIVATE_NON_ENTERPRISE, RegistrationKind.BUSINESS, False),
        (None, LegalForm.COMPANY, RegistrationKind.BUSINESS, False),
        (Category.ARTS, None, RegistrationKind.BUSINESS, False),
    ],
)
def test_the_certificate_is_the_legal_forms_and_academic_teaching_non_profit(
    category: Category | None, form: LegalForm | None, kind: RegistrationKind, right: bool
) -> None:
    assert is_registered_right(category, form, (kind,)) is right


def test_the_public_reason_of_an_exit_names_no_condition() -> None:
    assert not any(word.id in PUBLIC_EXIT.id for word in (*UNMET.values(), *CRITERION.values()))


@pytest.mark.parametrize(
    "written",
    [
        "慈溪市浒山街道青少年宫路1号",
        "浒山街道 青少年宫路１号",
        "浙江省宁波市慈溪市浒山街道青少年宫路1号。",
        "浒山街道，青少年宫路1号",
    ],
)
def test_two_people_write_one_address(written: str) -> None:
    assert address_key(written) == "浒山街道青少年宫路1号"


@pytest.mark.parametrize("other", ["浒山街道青少年宫路11号", "浒山街道青少年宫路1号201室", "青少年宫路1号"])
def test_another_house_is_another_address(other: str) -> None:
    assert address_key(other) != "浒山街道青少年宫路1号"


def test_an_address_of_nothing_but_the_city_is_still_one() -> None:
    assert address_key("慈溪市") == "慈溪市"
    assert address_key(" ，。") == ""


def test_numbers_are_the_countys_of_the_year() -> None:
    assert number_of("330282", 2026, 17) == "WZ330282-2026-00017"


def test_every_state_and_verb_of_a_site_has_a_word_and_open_ones_end() -> None:
    assert set(SITE_STATE) == set(SiteState)
    assert set(SITE_VERB) == set(SiteVerb)
    for verb in (SiteVerb.CONFIRM, SiteVerb.FIND_LICENSED, SiteVerb.FIND_NOTHING):
        for state in OPEN_SITES:
            assert SUSPECTED.move(state, verb).target not in OPEN_SITES


@pytest.mark.parametrize(
    ("typed", "text", "pairs"),
    [
        ("青禾", "青禾", ("青禾",)),
        (" 青 禾 艺 ", "青禾艺", ("青禾", "禾艺")),
        ("ＡＢＣ", "abc", ("ab", "bc")),
        ("青", "青", ()),
        ("aaa", "aaa", ("aa",)),
        ("50%_", "50%_", ("50", "0%", "%_")),
        ("𠮷野家", "𠮷野家", ("𠮷野", "野家")),  # beyond the BMP
        ("", "", ()),
    ],
)
def test_a_term_is_read_by_its_pairs(typed: str, text: str, pairs: tuple[str, ...]) -> None:
    term = read_lookup(typed)
    assert (term.text, term.pairs) == (text, pairs)


def test_whole_numbers_are_told_from_names() -> None:
    assert read_lookup("91310115591693856a").uscc == "91310115591693856A"
    assert read_lookup("教民133028270001234号").permit == "133028270001234"
    assert read_lookup("教民 133028270001234 号").permit == "133028270001234"
    assert not read_lookup("青少年宫路12345号").permit
    assert read_lookup("培训中心").is_common
    assert not read_lookup("青禾培训中心").is_common
