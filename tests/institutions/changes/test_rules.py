"""What becomes of a row of market supervision's feed, without a database."""

from __future__ import annotations

import pytest

from institutions.enums.changes import ChangeKind, ChangeOutcome, ChangeState
from institutions.rules.changes import Decision, Row, decide, name_key, state_of, what_it_teaches

CODE = "91310115591693856A"
BY_USCC = {CODE: 7}
BY_NAME = {name_key("慈溪市青禾艺术培训有限公司"): {7}, name_key("同名培训中心"): {8, 9}}


@pytest.mark.parametrize(
    ("row", "outcome", "ids"),
    [
        (Row(ChangeKind.CHANGED, "新名称有限公司", CODE), ChangeOutcome.MATCHED, (7,)),
        (Row(ChangeKind.CHANGED, "慈溪市 青禾艺术培训有限公司"), ChangeOutcome.MATCHED, (7,)),
        (Row(ChangeKind.CHANGED, "新名", former_name="慈溪市青禾艺术培训有限公司"), ChangeOutcome.MATCHED, (7,)),
        (Row(ChangeKind.ABNORMAL, "同名培训中心"), ChangeOutcome.AMBIGUOUS, (8, 9)),
        (Row(ChangeKind.CHANGED, "同名培训中心", CODE), ChangeOutcome.AMBIGUOUS, (7, 8, 9)),
        (Row(ChangeKind.NEW, "星途文化", scope="艺术培训；文具销售"), ChangeOutcome.SUSPECTED, ()),
        (Row(ChangeKind.DEREGISTERED, "星途文化", scope="艺术培训"), ChangeOutcome.NOT_OURS, ()),
        (Row(ChangeKind.NEW, "好又多超市", scope="食品销售"), ChangeOutcome.NOT_OURS, ()),
    ],
)
def test_what_becomes_of_a_row(row: Row, outcome: ChangeOutcome, ids: tuple[int, ...]) -> None:
    assert decide(row, BY_USCC, BY_NAME) == Decision(outcome, ids)


@pytest.mark.parametrize(
    ("scope", "taught"),
    [
        ("文具销售；面向中小学生的艺术培训", "面向中小学生的艺术培训"),
        ("文具销售（不含涉许可审批的教育培训活动）", ""),
        ("教育咨询服务（不含涉许可审批的教育培训活动）", ""),
        ("职业技能培训；消防技术服务", ""),
        ("校外托管服务", "校外托管服务"),
    ],
)
def test_what_a_business_says_that_it_does_not_do_is_not_taken_for_teaching(scope: str, taught: str) -> None:
    assert what_it_teaches("甲公司", scope) == taught


def test_only_what_is_about_an_institution_waits_for_the_registrar() -> None:
    waits = {outcome for outcome in ChangeOutcome if state_of(outcome) is ChangeState.WAITING}
    assert waits == {ChangeOutcome.MATCHED, ChangeOutcome.AMBIGUOUS}


def test_width_and_brackets_of_a_name_do_not_count() -> None:
    assert name_key("慈溪（浒山）ＡＢＣ 培训") == name_key("慈溪(浒山)abc培训")
