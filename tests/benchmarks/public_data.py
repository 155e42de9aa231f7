"""A province's worth of institutions for the benches of the public site and the white list, made by set-wise statements.

Each has a site, a permit, a certificate, two courses with a fee, two teachers, a class group that meets once a week, a
result of the annual inspection and an adopted code; nine in ten stand on the white list. `pick` is that of `night_data`.
"""
# ruff: noqa: E501 - columns in rows

from __future__ import annotations

from typing import Any, Final

from tests.benchmarks.night_data import _PICK

# a name of four characters out of forty, so that a piece of one finds some and not all
_SIGNS: Final = "青禾墨香小荷星空晨曦启航博雅汇文知行致远明德弘毅春晖朝阳云帆海棠梧桐松竹兰亭琴韵丹青"


def _word(seed: int) -> str:
    return f"substr('{_SIGNS}', 1 + pick(g, {seed}, {len(_SIGNS)}), 1)"


_STATEMENTS: Final = (
    f"""
    insert into institutions_institution (id, public_id, county_id, town_id, name, trade_name, brand, former_names, pinyin,
           initials, uscc_override_reason, status, category, legal_form, stage, version, created_at, changed_at,
           created_by_id, changed_by_id)
    select g, 'b' || lpad(g::text, 9, '0'), %(county)s, %(towns)s + g %% 100,
           '慈溪市' || {_word(1)} || {_word(2)} || {_word(3)} || g || '艺术培训学校', {_word(4)} || {_word(5)} || '学堂', '',
           '{{}}', '', '', '', case when pick(g, 6, 50) = 0 then 'suspended' else 'operating' end,
           (array['arts', 'sports', 'sci_tech', 'other', 'academic'])[1 + pick(g, 7, 5)],
           (array['company', 'private_non_enterprise'])[1 + pick(g, 8, 2)], 'compulsory', 1, '2024-09-01', '2024-09-01',
           %(actor)s, %(actor)s
      from generate_series(1, %(n)s) g
    """,
    """
    insert into institutions_site (public_id, institution_id, town_id, name, address, business_phone, is_main, version,
           created_at, changed_at, created_by_id, changed_by_id)
    select 's' || g, g, %(towns)s + g %% 100, '', '人和路' || pick(g, 9, 2000) || '号', '', true, 1, '2024-09-01', '2024-09-01',
           %(actor)s, %(actor)s
      from generate_series(1, %(n)s) g
    """,
    """
    insert into institutions_permit (public_id, institution_id, number, name_on_permit, scope, issued_on, expires_on,
           is_open_ended, recorded_at, recorded_by_id)
    select 'l' || g, g, '教民1330282' || lpad(g::text, 7, '0') || '号', '', '', '2024-01-01',
           case when pick(g, 10, 40) = 0 then date '2026-11-01' else date '2027-12-31' end, false, '2024-01-02', %(actor)s
      from generate_series(1, %(n)s) g
    """,
    """
    insert into institutions_registration (public_id, institution_id, kind, number, name_on_certificate, scope, recorded_at,
           recorded_by_id)
    select 'r' || g, g, case when pick(g, 8, 2) = 0 then 'business' else 'private_non_enterprise' end, g::text, '', '',
           '2024-01-02', %(actor)s
      from generate_series(1, %(n)s) g where pick(g, 11, 60) > 0
    """,
    """
    insert into institutions_course (public_id, institution_id, code, name, subject, stage, mode, size_max, lessons,
           lesson_minutes, withdrawn, recorded_at, recorded_by_id)
    select 'c' || g || '-' || k, g, k::text, '启蒙' || k, 'fine_arts', 'compulsory', 'offline', 12, 24, 90, false, '2024-01-03',
           %(actor)s
      from generate_series(1, %(n)s) g cross join generate_series(1, 2) k where pick(g, 12, 80) > 0
    """,
    """
    insert into institutions_feeitem (institution_id, course_id, name, kind, amount_fen, lessons, span_months, recorded_at,
           recorded_by_id)
    select institution_id, id, '学费', 'tuition', 240000, 24, 3, recorded_at, recorded_by_id from institutions_course
    """,
    """
    insert into personal_person (public_id, kind, institution_id, subject_kind, name_sealed, name_masked, phone_sealed,
           phone_masked, phone_index, document_type, document_number_sealed, document_number_masked, document_number_index,
           payee_account_sealed, payee_account_masked, address_sealed, address_masked, data_class, is_child, purpose, basis,
           hold_reason, pseudonym, certificate_number_masked, certificate_number_sealed, version, created_at, changed_at,
           created_by_id, changed_by_id)
    select 'v' || g, 'staff', g, 'staff_member', '', '', '', '', '', '', '', '', '', '', '', '', '', 'personal', false, '', '',
           '', '', '2018****1925', '', 1, '2024-01-03', '2024-01-03', %(actor)s, %(actor)s
      from generate_series(1, %(n)s) g
    """,
    """
    insert into institutions_staffmember (public_id, institution_id, person_id, number_id, code, posted_name, post,
           employment, degree, certificate, certified_for, subject, hired_on, withdrawn, recorded_at, recorded_by_id)
    select 't' || v.id || '-' || k, v.institution_id, v.id, v.id, k::text, '王老师', 'teacher', 'full_time', 'bachelor',
           'professional', '', 'fine_arts', '2024-02-01', false, '2024-02-01', v.created_by_id
      from personal_person v cross join generate_series(1, 2) k where pick(v.institution_id, 13, 90) > 0
    """,
    "analyze institutions_course, institutions_staffmember",  # else the join is planned for empty tables
    """
    insert into institutions_classgroup (public_id, institution_id, course_id, teacher_id, code, name, room, students,
           withdrawn, recorded_at, recorded_by_id)
    select 'g' || c.id, c.institution_id, c.id, s.id, '1', '1班', '', 10, false, c.recorded_at, c.recorded_by_id
      from institutions_course c join institutions_staffmember s on s.institution_id = c.institution_id and s.code = '1'
     where c.code = '1'
    """,
    """
    insert into institutions_timetableslot (institution_id, class_group_id, weekday, starts, ends, from_on, to_on, not_on,
           recorded_at, recorded_by_id)
    select institution_id, id, 1 + id %% 5, '18:30', '20:00', '2026-09-01', '2027-01-29', '{}', recorded_at, recorded_by_id
      from institutions_classgroup
    """,
    """
    insert into institutions_annualbatch (id, public_id, county_id, year, title, state, categories, legal_forms, opened_on,
           report_by, check_by, decide_by, published_on, version, created_at, changed_at, created_by_id, changed_by_id)
    values (1, 'batch', %(county)s, 2025, '2025', 'published', '{}', '{}', '2026-02-01', '2026-03-01', '2026-04-01',
           '2026-05-01', '2026-05-10', 1, '2026-02-01', '2026-02-01', %(actor)s, %(actor)s)
    """,
    """
    insert into institutions_annualinspection (id, public_id, batch_id, institution_id, year, state, report, doubts, faults,
           opinion, conclusion, grounds, legal_basis, demands, rectification, recheck, recheck_record, version, created_at,
           changed_at, created_by_id, changed_by_id)
    select g, 'a' || g, 1, g, 2025, 'passed', '{}', '{}', '{}', '', 'pass', '', '', '', '', '', '', 1, '2026-02-01',
           '2026-02-01', %(actor)s, %(actor)s
      from generate_series(1, %(n)s) g where pick(g, 14, 20) > 0
    """,
    """
    insert into institutions_annualresult (institution_id, inspection_id, year, conclusion, is_recheck, published_on,
           recorded_at, recorded_by_id)
    select institution_id, id, 2025, case when pick(id, 15, 70) = 0 then 'fail' else 'pass' end, false, '2026-05-10',
           '2026-05-10', created_by_id
      from institutions_annualinspection
    """,
    """
    insert into riskcodes_adoptedcode (institution_id, run_id, code, adopted_on, reason, recorded_at, recorded_by_id)
    select g, %(run)s, case when pick(g, 16, 30) = 0 then 'red' when pick(g, 16, 30) < 5 then 'yellow' else 'green' end,
           '2026-11-01', '', '2026-11-01', %(actor)s
      from generate_series(1, %(n)s) g
    """,
    """
    insert into institutions_whitelistpublication (id, public_id, county_id, number, published_on, note, entered, "left",
           total, recorded_at, recorded_by_id)
    values (1, 'first', %(county)s, 1, '2026-07-01', '', %(n)s, 0, %(n)s, '2026-07-01', %(actor)s)
    """,
    """
    insert into institutions_whitelistentry (institution_id, county_id, entered_id, entered_on, unmet, shown)
    select g, %(county)s, 1, '2026-07-01', '{}', '{}' from generate_series(1, %(n)s) g where pick(g, 17, 10) > 0
    """,
)
# what a day brings: permits that ran out renewed, some teachers gone, some codes adopted
_DAY: Final = (
    """
    update institutions_staffmember set left_on = '2026-11-23' where pick(institution_id, 18, 100) = 0
    """,
    """
    insert into riskcodes_adoptedcode (institution_id, run_id, code, adopted_on, reason, recorded_at, recorded_by_id)
    select g, %(run)s, case when pick(g, 19, 2) = 0 then 'red' else 'green' end, '2026-11-23', '', '2026-11-23', %(actor)s
      from generate_series(1, %(n)s) g where pick(g, 20, 50) = 0
    """,
)


def build(cursor: Any, **given: int) -> None:
    """`n` institutions of a `county`; `towns` is the first of a hundred towns, `run` a published run of codes."""
    cursor.execute(_PICK)
    for text in _STATEMENTS:
        cursor.execute(text, given)


def build_day(cursor: Any, **given: int) -> None:
    for text in _DAY:
        cursor.execute(text, given)
