"""All facts of the demo, put down in one transaction: places, accounts, the register, filings, policies, complaints."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from cixi_oversight.demo.accounts import Accounts, build_accounts
from cixi_oversight.demo.archive import give_pasts
from cixi_oversight.demo.chance import Chance
from cixi_oversight.demo.complaints import write_complaints
from cixi_oversight.demo.copying import Sheets
from cixi_oversight.demo.deadlines import Deadlines
from cixi_oversight.demo.dirt import spread_dirt
from cixi_oversight.demo.filings import write_filings
from cixi_oversight.demo.insurance import write_insurance
from cixi_oversight.demo.names import Names
from cixi_oversight.demo.people import People
from cixi_oversight.demo.places import CIXI, Place, build_places
from cixi_oversight.demo.profiles import Profile, draw_profiles
from cixi_oversight.demo.register import Writer, write_register
from cixi_oversight.demo.schedule import hand_out
from cixi_oversight.demo.sign_ins import build_sign_ins
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.users.enums import DepartmentKind
from riskcodes.enums import Source
from riskcodes.models import SourceConnection

CONNECTED_ON = dt.date(2022, 3, 1)  # the letter's year: the four families of indicators are in use


@dataclass(frozen=True)
class Facts:
    """What the later steps need: the places, the accounts, how many rows each table got."""

    places: list[Place]
    accounts: Accounts
    profiles: list[Profile]
    rows: dict[str, int]


@transaction.atomic
def build_facts(plan: Plan) -> Facts:
    _spare_the_triggers()
    chance = Chance(plan.seed)
    sheets = Sheets(chance)
    places = build_places(sheets, plan)
    accounts = build_accounts(sheets, places[0], plan.as_of)
    bureau_id = places[0].departments[DepartmentKind.EDUCATION]
    build_sign_ins(sheets, chance, users=accounts.users, actors=accounts.actors, bureau_id=bureau_id, as_of=plan.as_of)
    everybody: list[Profile] = []
    names = Names(chance.stream("names"))
    for place in places:
        for source in Source:
            sheets.add(SourceConnection, county_id=place.county_id, source=source, from_on=CONNECTED_ON)
        writer = Writer(plan, sheets, chance, accounts.actors, Deadlines(place.county_id))
        everybody += _build_county(writer, place, names, first_number=1 + len(everybody))
    sheets.flush()
    return Facts(places, accounts, everybody, sheets.counts())


def _build_county(writer: Writer, place: Place, names: Names, *, first_number: int) -> list[Profile]:
    plan, chance = writer.plan, writer.chance
    profiles = draw_profiles(plan, chance, place, names, first_number=first_number)
    ended: list[Profile] = []
    if plan.size.with_archive and place.code == CIXI[0]:
        ended = give_pasts(plan, chance, place, names, profiles)
    spread_dirt(chance, profiles, names)
    hand_out(plan, chance, profiles)
    write_register(writer, profiles + ended)
    for profile in profiles:
        write_filings(writer, profile)
        write_insurance(writer, profile)
    people = People(writer, place.code)
    for profile in profiles:
        people.write_contacts(profile)
    write_complaints(writer, profiles, people)
    return profiles + ended


def _spare_the_triggers() -> None:
    """pgtrigger asks before each row which triggers to ignore, and catches the error where nobody has said. Each error
    walks all foreign keys still to be checked, which in a province is a million. Said once: ignore none."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pgtrigger.ignore', '{}', true)")
