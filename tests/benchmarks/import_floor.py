"""The floors of the import's bench: the same sheet into the same tables by hand-written SQL, and a row at a time by the
models. Neither checks a check digit, names a faulty row or looks for twins; the product does."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any, Final

from django.db import connection, transaction

from cixi_oversight import money
from institutions.models import (
    CategoryRow,
    Institution,
    InstitutionTransition,
    LegalFormRow,
    Permit,
    Registration,
    Site,
)

COLUMNS: Final = (
    "name", "uscc", "trade_name", "category", "legal_form", "town", "address", "phone", "permit_number", "issued_on",
    "expires_on", "capital",
)  # fmt: skip
CATEGORIES: Final = {
    "文化艺术类": "arts",
    "体育类": "sports",
    "科技类": "sci_tech",
    "学科类": "academic",
    "其他类": "other",
}
FORMS: Final = {"有限责任公司": "company", "民办非企业单位": "private_non_enterprise", "个体工商户": "sole_trader"}

# 13 letters of an opaque id from a random uuid, as the product's ids are opaque too
_OPAQUE: Final = "left(translate(replace(gen_random_uuid()::text, '-', ''), '01', 'xy'), 13)"


def copy_and_merge(data: bytes, *, county: int, actor: int, at: dt.datetime) -> None:
    """Bare COPY into a temporary text table, then one insert a table; nothing is checked but what the tables check."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"create temp table raw (row_no bigserial, {', '.join(f'{name} text' for name in COLUMNS)}) on commit drop"
        )
        cursor.copy_expert(f"copy raw ({', '.join(COLUMNS)}) from stdin (format csv, header)", io.BytesIO(data[3:]))
        cursor.execute("analyze raw")
        cursor.execute("create temp table category (word text, stored text) on commit drop")
        cursor.execute("insert into category select * from unnest(%s, %s)", [[*CATEGORIES], [*CATEGORIES.values()]])
        cursor.execute("create temp table form (word text, stored text) on commit drop")
        cursor.execute("insert into form select * from unnest(%s, %s)", [[*FORMS], [*FORMS.values()]])
        for statement in _STATEMENTS:
            cursor.execute(statement, {"county": county, "by": actor, "at": at})


_STATEMENTS: Final = (
    f"""
    create temp table typed on commit drop as
    select nextval('institutions_institution_id_seq') as id, {_OPAQUE} as public_id,
           normalize(r.name, nfkc) as name, upper(r.uscc) as uscc, normalize(r.trade_name, nfkc) as trade_name,
           c.stored as category, f.stored as legal_form, t.id as town, normalize(r.address, nfkc) as address, r.phone,
           r.permit_number, r.issued_on::date as issued_on, r.expires_on::date as expires_on,
           (r.capital::numeric * 1000000)::bigint as capital
      from raw r
      left join category c on c.word = r.category
      left join form f on f.word = r.legal_form
      left join users_town t on t.name = r.town and t.county_id = %(county)s
     where not exists (select from institutions_institution i where i.uscc = upper(r.uscc))
     order by r.row_no
    """,
    """
    insert into institutions_institution (id, public_id, county_id, town_id, uscc, uscc_override_reason, name,
           former_names, trade_name, brand, pinyin, initials, category, legal_form, status,
           version, created_at, created_by_id, changed_at, changed_by_id)
    select id, public_id, %(county)s, town, uscc, '', name, '{}', trade_name, '', '', '', category, legal_form,
           'operating', 1, %(at)s, %(by)s, %(at)s, %(by)s from typed
    """,
    """
    insert into institutions_institutiontransition (institution_id, verb, source, target, why, cause_kind,
           effective_on, recorded_at, actor_id)
    select id, 'register', '', 'operating', '', '', issued_on, %(at)s, %(by)s from typed
    """,
    """
    insert into institutions_categoryrow (institution_id, category, from_on, why, recorded_at, recorded_by_id)
    select id, category, issued_on, '', %(at)s, %(by)s from typed
    """,
    """
    insert into institutions_legalformrow (institution_id, legal_form, from_on, why, recorded_at, recorded_by_id)
    select id, legal_form, issued_on, '', %(at)s, %(by)s from typed
    """,
    f"""
    insert into institutions_site (public_id, institution_id, town_id, name, address, business_phone, is_main,
           version, created_at, created_by_id, changed_at, changed_by_id)
    select {_OPAQUE}, id, town, '', address, phone, true, 1, %(at)s, %(by)s, %(at)s, %(by)s from typed
    """,
    f"""
    insert into institutions_permit (public_id, institution_id, number, name_on_permit, scope, issued_on, expires_on,
           is_open_ended, recorded_at, recorded_by_id)
    select {_OPAQUE}, id, permit_number, '', '', issued_on, expires_on, false, %(at)s, %(by)s from typed
    """,
    f"""
    insert into institutions_registration (public_id, institution_id, kind, number, name_on_certificate, scope,
           registered_capital_fen, recorded_at, recorded_by_id)
    select {_OPAQUE}, id, case when legal_form = 'private_non_enterprise' then legal_form else 'business' end, uscc,
           '', '', capital, %(at)s, %(by)s from typed
    """,
)


def row_by_row(data: bytes, *, county: int, towns: dict[str, int], actor: int, at: dt.datetime) -> None:
    """The usual way: a look-up, then full_clean and save of each record, in one transaction."""
    with transaction.atomic():
        for cells in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))):
            row = dict(zip(COLUMNS, cells.values(), strict=True))
            if not Institution.objects.filter(uscc=row["uscc"].upper()).exists():
                _save_one(row, county=county, town=towns[row["town"]], actor=actor, at=at)


def _save_one(row: dict[str, str], *, county: int, town: int, actor: int, at: dt.datetime) -> None:
    issued, expires = dt.date.fromisoformat(row["issued_on"]), dt.date.fromisoformat(row["expires_on"])
    stamps = {"created_at": at, "created_by_id": actor, "changed_at": at, "changed_by_id": actor}
    fact: dict[str, Any] = {"recorded_at": at, "recorded_by_id": actor}
    institution = _saved(
        Institution,
        county_id=county,
        town_id=town,
        uscc=row["uscc"].upper(),
        name=row["name"],
        trade_name=row["trade_name"],
        category=CATEGORIES[row["category"]],
        legal_form=FORMS[row["legal_form"]],
        status="operating",
        **stamps,
    )
    fact["institution"] = institution
    _saved(
        InstitutionTransition,
        institution=institution,
        verb="register",
        source="-",
        target="operating",
        cause_id=1,
        effective_on=issued,
        recorded_at=at,
        actor_id=actor,
    )
    _saved(CategoryRow, category=institution.category, from_on=issued, **fact)
    _saved(LegalFormRow, legal_form=institution.legal_form, from_on=issued, **fact)
    _saved(
        Site,
        institution=institution,
        town_id=town,
        address=row["address"],
        business_phone=row["phone"],
        is_main=True,
        **stamps,
    )
    permit: dict[str, Any] = {"number": row["permit_number"], "issued_on": issued, "expires_on": expires}
    _saved(Permit, authority_id=None, **permit, **fact)
    capital = money.parse_yuan(row["capital"]) * 10_000
    _saved(Registration, kind="business", number=row["uscc"], registered_capital_fen=capital, **fact)


def _saved(model: Callable[..., Any], **values: Any) -> Any:
    row = model(**values)
    row.full_clean(exclude=[field.name for field in row._meta.fields if field.null])
    row.save(force_insert=True)
    return row
