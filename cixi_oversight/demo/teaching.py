"""What is taught in the demo: people, courses and fees, timetables in permitted times, plans, reviewed material.

Accepted truth, so everything keeps the caps and the times; a few checks of criminal records have become overdue since.
Invented like everything else; names and numbers of certificates are sealed like real ones.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from cixi_oversight.demo.chance import Chance, pick
from cixi_oversight.demo.copying import Sheets
from cixi_oversight.demo.deadlines import Deadlines
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.people import People, made_up_name
from cixi_oversight.demo.places import Place
from cixi_oversight.demo.profiles import Profile
from cixi_oversight.demo.register import REGISTRAR, Writer
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.personal.enums import Field
from cixi_oversight.users.enums import DepartmentKind
from institutions.enums import Category, Stage
from institutions.enums.teaching import (
    ACADEMIC_SUBJECTS,
    CertificateKind,
    CourseSubject,
    Degree,
    Employment,
    FeeKind,
    MaterialKind,
    Post,
    TeachingMode,
)
from institutions.models import (
    ClassGroup,
    Course,
    FeeItem,
    LessonPlan,
    Site,
    StaffMember,
    TeachingPlan,
    TimetableSlot,
    TrainingMaterial,
)
from institutions.rules.teaching.permitted_time import Planned, TimeCheck
from institutions.rules.teaching.school_days import SchoolDays
from institutions.services.teaching import figures
from institutions.services.teaching.courses import FeeEntry

S = CourseSubject
INSTITUTIONS_MAX: Final = 600  # a province's others stay without: the pages need a city
OFFERS: Final = {
    Category.ACADEMIC: ((S.MATHEMATICS, "数学思维"), (S.CHINESE, "阅读与写作"), (S.FOREIGN_LANGUAGE, "英语基础")),
    Category.ARTS: ((S.DANCE, "中国舞"), (S.FINE_ARTS, "创意美术"), (S.CALLIGRAPHY, "硬笔书法"), (S.MUSIC, "钢琴启蒙")),
    Category.SPORTS: ((S.BALL_GAMES, "少儿篮球"), (S.SWIMMING, "游泳基础"), (S.MARTIAL_ARTS, "少儿武术")),
    Category.SCI_TECH: ((S.PROGRAMMING, "图形化编程"), (S.ROBOTICS, "机器人搭建")),
    Category.OTHER: ((S.CHESS, "围棋启蒙"), (S.HANDICRAFT, "陶艺手工"), (S.DRAMA, "语言表演")),
}
LEVELS: Final = ("初级", "中级", "提高")
TOPICS: Final = ("认识与准备", "基础练习", "方法讲解", "分组实践", "综合运用", "展示与总结")
_DAY: Final = dt.timedelta(days=1)
_EVENINGS: Final = ((17 * 60, 90), (18 * 60 + 30, 90))
_WEEKENDS: Final = ((9 * 60, 60), (10 * 60 + 15, 60), (14 * 60, 90), (15 * 60 + 45, 60))


@dataclass(frozen=True)
class Shop:
    """What one institution has put up so far, as later rows name it."""

    profile: Profile
    category: Category
    teachers: list[tuple[int, CourseSubject]]
    courses: list[tuple[int, CourseSubject, int, int]]  # id, subject, lessons, students at most


class Teaching:
    """Writes the teaching of one county."""

    def __init__(self, writer: Writer, place: Place, days: SchoolDays, checks: dict[bool, TimeCheck]) -> None:
        self.writer, self.place, self.days, self.checks = writer, place, days, checks
        self.people = People(writer, f"{place.code}/teaching")
        self.draw = writer.chance.stream("teaching", place.code)
        self.as_of = writer.plan.as_of
        self.sites = dict(
            Site.objects.filter(institution__county=place.county_id, is_main=True).values_list("institution_id", "pk")
        )

    def write(self, profile: Profile) -> None:
        category = profile.category or Category.OTHER
        made = self.writer.record(REGISTRAR, self.as_of - dt.timedelta(days=self.draw.randint(20, 75)), 14)
        offers = self._offers(category, profile)
        shop = Shop(profile, category, self._staff(profile, offers, made), self._courses(profile, offers, made))
        self._classes(shop, made)
        self._plan(shop, made)
        self._materials(shop, made)

    def _offers(self, category: Category, profile: Profile) -> list[tuple[CourseSubject, str]]:
        offers = list(OFFERS[category])
        return self.draw.sample(offers, min(len(offers), 1 if profile.students < 40 else 2))

    # --- people ---

    def _staff(
        self, profile: Profile, offers: Sequence[tuple[CourseSubject, str]], made: dict[str, Any]
    ) -> list[tuple[int, CourseSubject]]:
        teachers = max(2, min(14, profile.students // 30))
        others = 1 + (profile.students > 90)
        if self.draw.randint(1, 25) == 1:
            others += teachers  # fewer than half teach
        found = []
        for number in range(1, teachers + 1):
            subject = offers[number % len(offers)][0]
            found.append((self._person(profile, number, Post.TEACHER, subject, made), subject))
        for number in range(teachers + 1, teachers + others + 1):
            post = Post.MANAGER if number == teachers + 1 else pick(self.draw, ((Post.ASSISTANT, 2), (Post.SUPPORT, 1)))
            self._person(profile, number, post, None, made)
        return found

    def _person(
        self, profile: Profile, number: int, post: Post, subject: CourseSubject | None, made: dict[str, Any]
    ) -> int:
        draw = self.draw
        name = made_up_name(draw)
        teaches = subject is not None
        certificate = CertificateKind.NONE
        if subject in ACADEMIC_SUBJECTS:
            high = profile.stage is Stage.HIGH_SCHOOL
            certificate = (
                CertificateKind.SENIOR_MIDDLE
                if high
                else pick(draw, ((CertificateKind.PRIMARY, 3), (CertificateKind.JUNIOR_MIDDLE, 2)))
            )
        elif teaches:
            certificate = CertificateKind.PROFESSIONAL
        return self.writer.sheets.add(
            StaffMember,
            institution_id=profile.pk,
            code=f"{number:03}",
            person_id=self.people.staff(profile, {Field.NAME: name}),
            number_id=self.people.staff(profile, {Field.CERTIFICATE_NUMBER: _certificate(draw)}) if teaches else None,
            posted_name=name if teaches else "",
            post=post,
            employment=Employment.FULL_TIME if draw.randint(1, 12) > 1 else Employment.PART_TIME,
            degree=pick(draw, ((Degree.BACHELOR, 6), (Degree.COLLEGE, 3), (Degree.MASTER, 1))),
            certificate=certificate,
            certified_for=subject if subject in ACADEMIC_SUBJECTS else "",
            subject=subject or "",
            hired_on=self.as_of - dt.timedelta(days=draw.randint(400, 2400)),
            checked_on=self._checked_on(),
            **made,
        )

    def _checked_on(self) -> dt.date | None:
        """Four in a hundred are overdue by now, one in two hundred was never entered."""
        place = self.draw.randint(1, 200)
        if place == 1:
            return None
        return self.as_of - dt.timedelta(days=self.draw.randint(370, 460) if place <= 8 else self.draw.randint(5, 350))

    # --- courses and classes ---

    def _courses(
        self, profile: Profile, offers: Sequence[tuple[CourseSubject, str]], made: dict[str, Any]
    ) -> list[tuple[int, CourseSubject, int, int]]:
        found = []
        for number, (subject, name) in enumerate(offers, 1):
            academic = subject in ACADEMIC_SUBJECTS
            stage = Stage.COMPULSORY if academic and profile.stage is Stage.PRESCHOOL else profile.stage
            minutes, lessons = (
                (90, pick(self.draw, ((20, 2), (30, 3)))) if academic else (60, self.draw.choice((16, 24)))
            )
            size = self.draw.choice((12, 15, 20, 24))
            course = self.writer.sheets.add(
                Course,
                institution_id=profile.pk,
                code=f"K{number:02}",
                name=name + self.draw.choice(LEVELS),
                subject=subject,
                stage=stage,
                mode=TeachingMode.OFFLINE,
                size_max=size,
                lessons=lessons,
                lesson_minutes=minutes,
                **made,
            )
            price = 2 * self.draw.choice((40, 45, 50, 50, 52)) if academic else self.draw.randint(16, 30) * 5
            fee = FeeEntry(f"培训费（{lessons}课次）", FeeKind.TUITION, price * lessons * 100, lessons, 3)
            self._fee(profile, course, fee, made)
            if not academic and self.draw.randint(1, 3) == 1:
                fee = FeeEntry("材料费", FeeKind.MATERIALS, self.draw.randint(6, 20) * 1_000)
                self._fee(profile, course, fee, made)
            found.append((course, subject, lessons, size))
        return found

    def _fee(self, profile: Profile, course: int, fee: FeeEntry, made: dict[str, Any]) -> None:
        self.writer.sheets.add(
            FeeItem,
            institution_id=profile.pk,
            course_id=course,
            name=fee.name,
            kind=fee.kind,
            amount_fen=fee.amount_fen,
            lessons=fee.lessons,
            span_months=fee.span_months,
            **made,
        )

    def _classes(self, shop: Shop, made: dict[str, Any]) -> None:
        """One teacher after the other takes the next free hour of the week, each teacher in a room of their own."""
        academic = shop.category is Category.ACADEMIC
        number = 0
        for place, (teacher, subject) in enumerate(shop.teachers):
            courses = [one for one in shop.courses if one[1] is subject]
            for weekday, starts, minutes in _hours(self.draw, academic, 1 + (place % 2)):
                number += 1
                course = courses[0]
                group = self.writer.sheets.add(
                    ClassGroup,
                    institution_id=shop.profile.pk,
                    course_id=course[0],
                    teacher_id=teacher,
                    site_id=self.sites.get(shop.profile.pk),
                    code=f"B{number:02}",
                    name=f"{dict(OFFERS[shop.category])[subject]}{number}班",
                    room=f"{2 + place // 8}{place % 8 + 1:02}",
                    students=self.draw.randint(course[3] // 2, course[3]),
                    **made,
                )
                first, last = self.as_of - dt.timedelta(days=70), self.as_of + dt.timedelta(days=60)
                slot = Planned(weekday, starts, starts + minutes, first, last)
                self._slot(shop, group, slot, made, academic=academic)

    def _slot(self, shop: Shop, group: int, slot: Planned, made: dict[str, Any], *, academic: bool) -> None:
        check = self.checks[academic]
        spared = [day for day in slot.days() if check.lesson(self.days.code(day), slot.starts, slot.ends) is not None]
        self.writer.sheets.add(
            TimetableSlot,
            institution_id=shop.profile.pk,
            class_group_id=group,
            weekday=slot.weekday,
            starts=dt.time(*divmod(slot.starts, 60)),
            ends=dt.time(*divmod(slot.ends, 60)),
            from_on=slot.from_on,
            to_on=slot.to_on,
            not_on=[day.isoformat() for day in spared],
            **made,
        )

    # --- plans and material ---

    def _plan(self, shop: Shop, made: dict[str, Any]) -> None:
        course, subject, lessons, _ = shop.courses[0]
        plan = self.writer.sheets.add(
            TeachingPlan,
            institution_id=shop.profile.pk,
            course_id=course,
            title=f"{dict(OFFERS[shop.category])[subject]}教学计划",
            goals="激发兴趣，掌握基础方法，能独立完成与年龄相适应的练习与展示。",
            from_on=self.as_of - dt.timedelta(days=70),
            to_on=self.as_of + dt.timedelta(days=60),
            **made,
        )
        for number in range(1, lessons + 1):
            self.writer.sheets.add(
                LessonPlan,
                institution_id=shop.profile.pk,
                plan_id=plan,
                number=number,
                title=f"第{number}讲 {TOPICS[(number - 1) % len(TOPICS)]}",
                content="",
                **made,
            )

    def _materials(self, shop: Shop, made: dict[str, Any]) -> None:
        """One in use; every fourth institution has an older one out of use, which is still kept."""
        reviewed = self.as_of - dt.timedelta(days=self.draw.randint(80, 400))
        self._material(shop, 1, reviewed, None, made)
        if shop.profile.number % 4 == 0:
            ended = reviewed - dt.timedelta(days=self.draw.randint(10, 60))
            self._material(shop, 2, ended - dt.timedelta(days=300), ended, made)

    def _material(
        self, shop: Shop, number: int, reviewed: dt.date, ended: dt.date | None, made: dict[str, Any]
    ) -> None:
        _, subject, _, _ = shop.courses[0]
        sector = self._sector(shop.category)
        kept = ended.replace(year=ended.year + 3, day=min(ended.day, 28)) if ended else None
        self.writer.sheets.add(
            TrainingMaterial,
            institution_id=shop.profile.pk,
            code=f"CL{number:03}",
            title=f"{dict(OFFERS[shop.category])[subject]}{'讲义' if number == 1 else '练习册'}",
            kind=MaterialKind.SELF_COMPILED if number == 1 else MaterialKind.EXERCISES,
            subject=subject,
            stage=Stage.COMPULSORY if shop.profile.stage is Stage.PRESCHOOL else shop.profile.stage,
            edition=self.draw.randint(1, 3),
            files=[],
            reviewed_inside_on=reviewed - 9 * _DAY,
            review_inside="教研组长审核：内容适宜，同意使用。",
            reviewed_by_id=sector,
            reviewed_on=reviewed,
            review="",
            used_until=ended,
            retain_until=kept,
            **made,
        )

    def _sector(self, category: Category) -> int | None:
        kinds = {
            Category.ARTS: DepartmentKind.CULTURE_TOURISM_SPORT,
            Category.SPORTS: DepartmentKind.CULTURE_TOURISM_SPORT,
            Category.SCI_TECH: DepartmentKind.SCIENCE_TECHNOLOGY,
        }
        return self.place.departments[kinds[category]] if category in kinds else None


def _hours(draw: random.Random, academic: bool, count: int) -> list[tuple[int, int, int]]:
    """Different hours of the week, evenings for academic teaching, evenings and weekends for other."""
    evenings = [(weekday, starts, minutes) for weekday in range(1, 6) for starts, minutes in _EVENINGS]
    weekends = [(weekday, starts, minutes) for weekday in (6, 7) for starts, minutes in _WEEKENDS]
    return draw.sample(evenings if academic else evenings[1::2] + weekends, count)


def _certificate(draw: random.Random) -> str:
    return f"20{draw.randint(8, 23):02}9900{draw.randrange(10**9):09d}"


@transaction.atomic
def give_teaching(plan: Plan, facts: Facts) -> int:
    """Bulk rows for the living institutions of the first county; answers how many rows."""
    place = facts.places[0]
    chance = Chance(plan.seed)
    sheets = Sheets(chance)
    writer = Writer(plan, sheets, chance, facts.accounts.actors, Deadlines(place.county_id))
    first, last = figures.around(plan.as_of)
    days = figures.school_days(county_id=place.county_id, first=first, last=last)
    limits = figures.time_limits_by_kind(on=plan.as_of, county_id=place.county_id, category=None)
    checks = {
        academic: TimeCheck(limits["academic" if academic else "other"], academic=academic, stage=Stage.COMPULSORY)
        for academic in (True, False)
    }
    teaching = Teaching(writer, place, days, checks)
    for profile in [one for one in facts.profiles if one.is_active and one.place is place][:INSTITUTIONS_MAX]:
        teaching.write(profile)
    sheets.flush()
    return sum(sheets.counts().values())
