"""The register's rows of an institution: itself, its dated rows, site, permit and registration."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from cixi_oversight import clock
from cixi_oversight.demo import names
from cixi_oversight.demo.chance import Chance
from cixi_oversight.demo.copying import Sheets
from cixi_oversight.demo.deadlines import Deadlines
from cixi_oversight.demo.figures import HOARDED_FEN
from cixi_oversight.demo.profiles import Past, Profile
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.demo.troubles import Kind, Noise
from cixi_oversight.users.enums import DepartmentKind
from institutions.enums import Category, LegalForm, RegistrationKind, Status, Verb
from institutions.models import (
    AuthorityRow,
    CategoryRow,
    Institution,
    InstitutionTransition,
    LegalFormRow,
    Permit,
    Registration,
    Site,
)
from institutions.services.pinyin import letters_of

SECTOR: Final = {
    Category.ACADEMIC: DepartmentKind.EDUCATION,
    Category.OTHER: DepartmentKind.EDUCATION,
    Category.ARTS: DepartmentKind.CULTURE_TOURISM_SPORT,
    Category.SPORTS: DepartmentKind.CULTURE_TOURISM_SPORT,
    Category.SCI_TECH: DepartmentKind.SCIENCE_TECHNOLOGY,
}
SCOPES: Final = {
    Category.ACADEMIC: "学科类校外培训",
    Category.ARTS: "文化艺术类校外培训",
    Category.SPORTS: "体育类校外培训",
    Category.SCI_TECH: "科技类校外培训",
    Category.OTHER: "其他非学科类校外培训",
}
GENERATED: Final = "演示数据：来信未说明这部分机构的来历"
REGISTRAR: Final = "registrar"


@dataclass(frozen=True)
class Writer:
    """What every builder of a county needs: where rows go, chance, who records, what is due when."""

    plan: Plan
    sheets: Sheets
    chance: Chance
    actors: dict[str, int]
    deadlines: Deadlines

    def record(self, by: str, day: dt.date, hour: int = 10, minute: int = 0) -> dict[str, Any]:
        """The columns of a fact entered on a day by an account."""
        return {"recorded_at": clock.at(day, hour, minute), "recorded_by_id": self.actors[by]}


def write_register(writer: Writer, profiles: list[Profile]) -> None:
    draw = writer.chance.stream("register", profiles[0].place.code)
    twins = [profile for profile in profiles if "twin" in profile.dirt]
    for profile in profiles:
        _write_institution(writer, draw, profile)
        _write_dated_rows(writer, profile)
        _write_authorities(writer, profile)
        _write_transitions(writer, profile)
        _write_papers(writer, profile)
    places = {profile.number: _address(draw, profile) for profile in profiles}
    for one, other in zip(twins[::2], twins[1::2], strict=False):
        places[other.number] = places[one.number]
    for profile in profiles:
        _write_site(writer, draw, profile, places[profile.number])


def entered_on(profile: Profile) -> dt.date:
    """The day the institution came into the register."""
    return profile.received_on or profile.opened_on


def _write_institution(writer: Writer, draw: random.Random, profile: Profile) -> None:
    place, past = profile.place, profile.past
    form, category = profile.form, profile.category
    sector = place.departments[SECTOR[category]] if category else None
    town_id = None if "no_town" in profile.dirt else place.towns[profile.town]
    created_at = clock.at(entered_on(profile), 10)
    trade_name = (
        f"{profile.brand}{draw.choice(('艺空间', '小馆', '学堂', '乐园', '成长中心'))}" if draw.random() < 0.35 else ""
    )
    pinyin, initials = letters_of((profile.name, trade_name))
    profile.pk = writer.sheets.add(
        Institution,
        county_id=place.county_id,
        town_id=town_id,
        uscc=None if "no_uscc" in profile.dirt else current_uscc(profile),
        name=profile.name,
        former_names=[past.former_name] if past and past.former_name else [],
        trade_name=trade_name,
        brand=profile.brand,
        pinyin=pinyin,
        initials=initials,
        category=category,
        legal_form=form,
        stage=None if "no_stage" in profile.dirt else profile.stage,
        status=Status.OPERATING if profile.is_active else Status.DEREGISTERED,
        approval_authority_id=sector,
        registration_authority_id=place.departments[_registrar_of(form)],
        sector_authority_id=sector,
        supervising_authority_id=sector,
        not_found_on=_not_found_on(writer.plan, draw) if "not_found" in profile.dirt else None,
        created_at=created_at,
        created_by_id=writer.actors[REGISTRAR],
        changed_at=created_at,
        changed_by_id=writer.actors[REGISTRAR],
    )


def _not_found_on(plan: Plan, draw: random.Random) -> dt.date:
    return plan.as_of - dt.timedelta(days=draw.randint(10, 60))


def _registrar_of(form: LegalForm) -> DepartmentKind:
    if form is LegalForm.PRIVATE_NON_ENTERPRISE:
        return DepartmentKind.CIVIL_AFFAIRS
    return DepartmentKind.MARKET_SUPERVISION


def current_uscc(profile: Profile) -> str:
    return names.uscc_of(profile.number, county_code=profile.place.code, form=profile.form)


def _write_dated_rows(writer: Writer, profile: Profile) -> None:
    past, since = profile.past, profile.opened_on
    recorded = writer.record(REGISTRAR, entered_on(profile))
    why = GENERATED if past and past.group == "generated" else ""
    add = writer.sheets.add
    if past is None:
        if profile.category:
            add(CategoryRow, institution_id=profile.pk, category=profile.category, from_on=since, why="", **recorded)
        add(LegalFormRow, institution_id=profile.pk, legal_form=profile.form, from_on=since, why="", **recorded)
        return
    add(CategoryRow, institution_id=profile.pk, category=past.first_category, from_on=since, why=why, **recorded)
    add(LegalFormRow, institution_id=profile.pk, legal_form=past.first_form, from_on=since, why=why, **recorded)
    if past.nonprofit_on:
        add(
            LegalFormRow,
            institution_id=profile.pk,
            legal_form=LegalForm.PRIVATE_NON_ENTERPRISE,
            from_on=past.nonprofit_on,
            why="义务教育阶段学科类机构转登记为非营利性",
            **writer.record(REGISTRAR, past.nonprofit_on, 15),
        )
    if past.nonacademic_on and profile.category:
        add(
            CategoryRow,
            institution_id=profile.pk,
            category=profile.category,
            from_on=past.nonacademic_on,
            why="转为非学科类，行业主管部门接收",
            **writer.record(REGISTRAR, past.nonacademic_on, 15),
        )


def _write_authorities(writer: Writer, profile: Profile) -> None:
    """Who was responsible from when; the institution's columns are the latest."""
    past, place = profile.past, profile.place
    form = past.first_form if past else profile.form
    category = past.first_category if past else profile.category

    def put(capacity: str, kind: DepartmentKind, since: dt.date, known_on: dt.date, why: str = "") -> None:
        writer.sheets.add(
            AuthorityRow,
            institution_id=profile.pk,
            capacity=capacity,
            department_id=place.departments[kind],
            from_on=since,
            why=why,
            cause_kind="",
            **writer.record(REGISTRAR, known_on, 15),
        )

    put("registration", _registrar_of(form), profile.opened_on, entered_on(profile))
    if past and past.nonprofit_on:
        put("registration", DepartmentKind.CIVIL_AFFAIRS, past.nonprofit_on, past.nonprofit_on, "转登记为非营利性")
    for capacity in ("approval", "sector", "supervising"):
        if category:
            put(capacity, SECTOR[category], profile.opened_on, entered_on(profile))
        if past and past.nonacademic_on and profile.category:
            put(capacity, SECTOR[profile.category], past.nonacademic_on, past.nonacademic_on, "转为非学科类")


def _write_transitions(writer: Writer, profile: Profile) -> None:
    actor_id = writer.actors[REGISTRAR]

    def move(verb: Verb, path: tuple[str, Status], effective_on: dt.date, known_on: dt.date, why: str) -> None:
        writer.sheets.add(
            InstitutionTransition,
            institution_id=profile.pk,
            verb=verb,
            source=path[0],
            target=path[1],
            why=why,
            effective_on=effective_on,
            recorded_at=clock.at(known_on, 16),
            actor_id=actor_id,
        )

    move(Verb.REGISTER, ("", Status.APPLYING), profile.opened_on, entered_on(profile), "收件登记")
    move(Verb.OPEN, (Status.APPLYING, Status.OPERATING), profile.opened_on, entered_on(profile), "准予登记")
    past = profile.past
    if past is not None and past.ended_on is not None:
        started = past.ended_on - dt.timedelta(days=28)
        move(Verb.START_CLOSING, (Status.OPERATING, Status.CLOSING), started, started, "机构申请终止办学，开始清算")
        move(Verb.DEREGISTER, (Status.CLOSING, Status.DEREGISTERED), past.ended_on, past.ended_on, "清算完毕，准予注销")


def _write_papers(writer: Writer, profile: Profile) -> None:
    if profile.category is None or profile.trouble(Kind.NO_FACTS):
        return
    past = profile.past
    since = (past and (past.nonprofit_on or past.nonacademic_on)) or profile.opened_on
    recorded = writer.record(REGISTRAR, since, 11)
    authority = profile.place.departments[SECTOR[profile.category]]
    old_name = _old_name(profile, past)
    # three years each; the one in force
    issued_on = since
    while profile.is_active and add_years(issued_on, 3) <= writer.plan.last_day:
        issued_on = add_years(issued_on, 3)
    writer.sheets.add(
        Permit,
        institution_id=profile.pk,
        number=f"教民1{profile.place.code}7{profile.number:06d}号",
        name_on_permit=old_name if "other_name_on_permit" in profile.dirt else profile.name,
        scope=SCOPES[profile.category],
        authority_id=authority,
        issued_on=issued_on,
        expires_on=add_years(issued_on, 3) - dt.timedelta(days=1),
        **writer.record(REGISTRAR, issued_on, 11),
    )
    capital_fen = _capital_fen(profile)
    base = {
        "institution_id": profile.pk,
        "kind": (
            RegistrationKind.PRIVATE_NON_ENTERPRISE
            if profile.form is LegalForm.PRIVATE_NON_ENTERPRISE
            else RegistrationKind.BUSINESS
        ),
        "number": current_uscc(profile),
        "name_on_certificate": profile.name,
        "scope": SCOPES[profile.category],
        "registered_on": profile.opened_on,
    }
    first = _write_first_registration(writer, profile, base, capital_fen, recorded)
    cut = profile.trouble(Kind.CAPITAL_CUT)
    if cut is not None:
        reduced = _usual_prepaid_fen(profile) // 4
        writer.sheets.add(
            Registration,
            **base,
            registered_capital_fen=reduced,
            supersedes_id=first,
            **writer.record(REGISTRAR, cut.start - dt.timedelta(days=1), 14),
        )


def _capital_fen(profile: Profile) -> int | None:
    """A sole trader has none to register."""
    if profile.form is LegalForm.SOLE_TRADER:
        return None
    if profile.trouble(Kind.THIN_CAPITAL):
        return _usual_prepaid_fen(profile) // 4
    if profile.trouble(Kind.HOARDING):
        return profile.students * HOARDED_FEN
    if profile.noise is Noise.LOW_CAPITAL:
        return _usual_prepaid_fen(profile) * 2 // 3
    return profile.capital_fen


def _usual_prepaid_fen(profile: Profile) -> int:
    """In whole thousands of yuan, as capital is registered."""
    return max(1, profile.students * profile.prepaid_fen // 100_000) * 100_000


def _write_first_registration(
    writer: Writer, profile: Profile, base: dict[str, Any], capital_fen: int | None, recorded: dict[str, Any]
) -> int:
    """The certificate in force; where the form changed, the one of the company before it as well."""
    past = profile.past
    old_id = None
    if past and past.nonprofit_on:
        old_code = names.uscc_of(profile.number, county_code=profile.place.code, form=past.first_form)
        old_id = writer.sheets.add(
            Registration,
            **base
            | {
                "kind": RegistrationKind.BUSINESS,
                "number": old_code,
                "name_on_certificate": past.former_name,
                "scope": SCOPES[past.first_category],
            },
            registered_capital_fen=capital_fen,
            **writer.record(REGISTRAR, profile.opened_on, 11),
        )
        base["registered_on"] = past.nonprofit_on
    return writer.sheets.add(Registration, **base, registered_capital_fen=capital_fen, supersedes_id=old_id, **recorded)


def _old_name(profile: Profile, past: Past | None) -> str:
    if past and past.former_name:
        return past.former_name
    return profile.name.replace("培训", "教育培训", 1)


def add_years(day: dt.date, years: int) -> dt.date:
    """The same day of a later year, 28 February for the 29th (民法典 202)."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)


def _address(draw: random.Random, profile: Profile) -> str:
    return names.address(draw, county=profile.place.name, town=profile.town)


def _write_site(writer: Writer, draw: random.Random, profile: Profile, address: str) -> None:
    created_at = clock.at(entered_on(profile), 10, 30)
    writer.sheets.add(
        Site,
        institution_id=profile.pk,
        town_id=None if "no_town" in profile.dirt else profile.place.towns[profile.town],
        name="主校区",
        address=address,
        usable_m2=Decimal(max(60, profile.students * draw.randint(32, 52) // 10)),
        business_phone=_phone(draw, profile),
        is_main=True,
        opened_on=profile.opened_on,
        closed_on=profile.past.ended_on if profile.past else None,
        created_at=created_at,
        created_by_id=writer.actors[REGISTRAR],
        changed_at=created_at,
        changed_by_id=writer.actors[REGISTRAR],
    )


def _phone(draw: random.Random, profile: Profile) -> str:
    number = names.phone(profile.number * 37 + 11)
    if "dead_phone" in profile.dirt:
        return draw.choice(("", number[:-3], number[:-1] + "0", "0574-00000000"))
    return number
