"""Finds for each clean row whom the register knows by its keys; `rules.matching` decides. All keys in a few queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cixi_oversight.imports.enums import Decision
from cixi_oversight.imports.ports.bulk import copy_rows
from cixi_oversight.imports.services.targets import Work
from institutions.rules.matching import SURE, Hits, Known, Match, Outcome, Row, match, match_within, second_rows

# what does not count in a name or an address: blanks, brackets, points, quotation marks
_NAME_NOISE: Final = " ()[]{}·.,、;:''\"&-_/*"
_ADDRESS_NOISE: Final = " ()[]·.,、;:''\"*"
_COLUMNS: Final = ("row_no", "verdict", "match_key", "certainty", "reason", "subject_id", "subject_ids", "other_row")


def name_key(text: str, *, normal: bool) -> str:
    """SQL for a name as it is compared. `normal`: the text is NFKC already."""
    return f"translate(lower({_folded(text, normal)}), '{_NAME_NOISE}', '')"


def address_key(text: str, county: str, *, normal: bool) -> str:
    """SQL for an address as it is compared: what stands before and with the county's own name does not count."""
    bare = f"translate(lower({_folded(text, normal)}), '{_ADDRESS_NOISE}', '')"
    return f"nullif(regexp_replace({bare}, '^.*' || {county}, ''), '')"


def _folded(text: str, normal: bool) -> str:
    return text if normal else f"case when {text} is nfkc normalized then {text} else normalize({text}, nfkc) end"


def make_keys(work: Work) -> None:
    """`import_key`: the keys of each clean row."""
    work.run("drop table if exists pg_temp.import_key")
    work.run(
        f"""
        create temp table import_key on commit drop as
        select t.row_no, t.uscc,
               case when t.permit_number ~ '^[0-9]+$' then t.permit_number
                    else nullif(regexp_replace(t.permit_number, '[^0-9]', '', 'g'), '') end as permit,
               {name_key("t.name", normal=True)} as name, {address_key("t.address", "c.name", normal=True)} as address
          from import_typed t join users_county c on c.id = %(county)s
        """
    )
    work.run("analyze import_key (row_no)")


def match_rows(work: Work) -> None:
    work.run("delete from import_key k where not exists (select from import_typed t where t.row_no = k.row_no)")
    work.run("drop table if exists pg_temp.import_match")
    work.run(
        "create temp table import_match (row_no int, verdict text, match_key text, certainty text, reason text, "
        "subject_id bigint, subject_ids bigint[], other_row int) on commit drop"
    )
    if work.forced is not None:
        _obey(work)
    else:
        _insert(work, _judged(work))
        work.run(
            "insert into import_match select k.row_no, 'new', '', '', '', null, '{}', null from import_key k "
            "where not exists (select from import_match m where m.row_no = k.row_no)"
        )
    work.run("analyze import_match (row_no)")


def _obey(work: Work) -> None:
    """A person has decided."""
    assert work.forced is not None  # noqa: S101 - asked by the only caller
    verdict = {Decision.NEW: "new", Decision.SITE: "site"}.get(work.forced.decision, "match")
    work.run(
        "insert into import_match select row_no, %(verdict)s, 'decision', 'certain', '', %(subject)s, '{}', null "
        "from import_key",
        {"verdict": verdict, "subject": work.forced.subject_id},
    )


def _judged(work: Work) -> list[Match]:
    """Every row that the register or an earlier row has something to say about."""
    found = _against_register(work)
    sure = {each.row_no for each in found if each.outcome is not Outcome.NEW}
    seconds = {each.row_no: each for each in second_rows(sorted(found, key=lambda each: each.row_no))}
    judged = [seconds.get(each.row_no, each) for each in found if each.outcome is not Outcome.NEW]
    members = _rows_with_shared_keys(work)
    fresh = {row.row_no for row in members} - sure
    return judged + match_within(members, fresh)


def _insert(work: Work, judged: Iterable[Match]) -> None:
    rows = [
        (
            each.row_no,
            each.outcome.value,
            each.by.value,
            SURE[each.by],
            str(each.doubt),
            each.ids[0] if each.outcome is Outcome.MATCH else "",
            "{" + ",".join(map(str, each.ids)) + "}",
            each.other_row or "",
        )
        for each in judged
    ]
    copy_rows(work.cursor, "import_match", _COLUMNS, rows)
    work.run(
        "update import_match set match_key = coalesce(match_key, ''), certainty = coalesce(certainty, ''), "
        "reason = coalesce(reason, '') where match_key is null or certainty is null or reason is null"
    )


# --- the register ---


def _against_register(work: Work) -> list[Match]:
    if not work.has("institutions_institution where county_id = %(county)s"):
        return []
    _make_register_keys(work)
    hits = work.rows(
        """
        select k.row_no, 'u', i.id from import_key k join institutions_institution i on i.uscc = k.uscc
         where i.county_id = %(county)s
        union all
        select distinct k.row_no, 'p', p.institution_id from import_key k
          join institutions_permit p on p.number_digits = k.permit
          join institutions_institution i on i.id = p.institution_id and i.county_id = %(county)s
        union all
        select distinct k.row_no, 'n', r.id from import_key k join import_register_name r on r.name = k.name
        union all
        select distinct k.row_no, 'a', r.id from import_key k join import_register_address r on r.address = k.address
        """
    )
    if not hits:
        return []
    known = _known(work, sorted({institution_id for _, _, institution_id in hits}))
    by_row: dict[int, Hits] = {}
    for row_no, kind, institution_id in hits:
        _add(by_row.setdefault(row_no, Hits()), kind, known[institution_id])
    rows = _rows(work, sorted(by_row))
    return [match(row, by_row[row.row_no]) for row in rows]


def _add(hits: Hits, kind: str, known: Known) -> None:
    if kind == "u":
        hits.by_uscc = known
    elif kind == "p":
        hits.by_permit.append(known)
    elif kind == "n":
        hits.by_name.append(known)
    else:
        hits.by_address.append(known)


def _make_register_keys(work: Work) -> None:
    """Names, former ones too, and open sites of the county's institutions, as keys."""
    for table in ("import_register_name", "import_register_address"):
        work.run(f"drop table if exists pg_temp.{table}")
    work.run(
        f"""
        create temp table import_register_name on commit drop as
        select i.id, {name_key("n.name", normal=False)} as name
          from institutions_institution i, unnest(array_append(i.former_names, i.name)) as n(name)
         where i.county_id = %(county)s
        """
    )
    work.run(
        f"""
        create temp table import_register_address on commit drop as
        select i.id, {address_key("s.address", "c.name", normal=False)} as address
          from institutions_institution i
          join users_county c on c.id = i.county_id
          join institutions_site s on s.institution_id = i.id and s.closed_on is null
         where i.county_id = %(county)s
        """
    )
    work.run("analyze import_register_name")
    work.run("analyze import_register_address")


def _known(work: Work, ids: list[int]) -> dict[int, Known]:
    found = work.rows(
        """
        select i.id, i.uscc,
               (select array_agg(n.name) from import_register_name n where n.id = i.id),
               (select array_agg(a.address) from import_register_address a where a.id = i.id and a.address is not null),
               (select array_agg(p.number_digits) from institutions_permit p
                 where p.institution_id = i.id and p.number_digits <> '')
          from institutions_institution i where i.id = any(%(ids)s)
        """,
        {"ids": ids},
    )
    return {
        pk: Known(pk, uscc, frozenset(names or ()), frozenset(addresses or ()), frozenset(permits or ()))
        for pk, uscc, names, addresses, permits in found
    }


def _rows(work: Work, row_nos: list[int]) -> list[Row]:
    found = work.rows(
        "select row_no, uscc, permit, name, address from import_key where row_no = any(%(wanted)s) order by row_no",
        {"wanted": row_nos},
    )
    return [Row(*each) for each in found]


def _rows_with_shared_keys(work: Work) -> list[Row]:
    """Rows that share a code, a name or an address with another row of the sheet."""
    shared = " union ".join(
        f"(select row_no from import_key where {key} in "
        f"(select {key} from import_key where {key} is not null group by 1 having count(*) > 1))"
        for key in ("uscc", "name", "address")
    )
    return [
        Row(*each)
        for each in work.rows(
            f"select row_no, uscc, permit, name, address from import_key where row_no in ({shared}) order by row_no"
        )
    ]
