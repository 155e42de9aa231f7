"""Objects for the access table, made once a world and only when a route asks for them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cixi_oversight.desk.enums import AssignmentState, DispatchState, GroupKind, Post, SourceKind
from cixi_oversight.desk.enums import Channel as Way
from cixi_oversight.desk.models import Assignment, Dispatch, WorkingGroup, WorkingGroupMember
from cixi_oversight.desk.services.assignments import assign
from cixi_oversight.desk.services.groups import add_member
from cixi_oversight.desk.services.notes import ask_extension
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.documents.enums import PaperKind, Purpose
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.services import papers, uploads
from cixi_oversight.imports.models import OpenMatch
from cixi_oversight.imports.services.apply import start_apply
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.permissions import Role
from cixi_oversight.personal.enums import Capacity, Kind
from cixi_oversight.personal.models import CallEntry, CallList, Contact, Person
from cixi_oversight.personal.services.contacts import add_contact
from cixi_oversight.personal.services.people import enter_person
from cixi_oversight.policy.enums import Key, SchoolPeriodKind
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.rules.notice import NoticeDay
from cixi_oversight.policy.services.notices import enter_notice
from cixi_oversight.policy.services.parameters import propose_value
from cixi_oversight.policy.services.school import record_period
from cixi_oversight.records import new_public_id
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, DepartmentMembership, Deputyship, ExternalIdentity, User
from cixi_oversight.users.services.viewer import system_viewer
from inspections.enums import Channel, Matter
from inspections.services.complaints import judge_validity, receive_complaint
from inspections.services.tracking import issue_link
from institutions.enums import InsuranceKind, Occasion, RegistrationKind
from institutions.enums.cases import CaseKind, CaseOrigin, CaseVerb
from institutions.enums.changes import ChangeKind
from institutions.enums.collections import Addressee, Shape, Source
from institutions.enums.filings import FilingKind
from institutions.enums.guidance import PersuasionWay, Rung, Stance
from institutions.enums.notices import NoticeSection, SchoolKind
from institutions.models import (
    AnnualBatch,
    Collection,
    GapItem,
    Institution,
    InstitutionMembership,
    Notice,
    School,
    StarApplication,
    UnfinishedCourse,
)
from institutions.rules.collections.columns import Column
from institutions.rules.filings.schema import FieldType
from institutions.rules.yearly.days import Stages
from institutions.rules.yearly.report import FIELDS
from institutions.services import gaps, records, talks
from institutions.services.cases import drafts, submitting
from institutions.services.cases.entering import begin_entry
from institutions.services.cases.moving import move
from institutions.services.cases.window import accept_case
from institutions.services.changes.receiving import ChangeFacts, receive_changes
from institutions.services.collections.defining import create_collection
from institutions.services.collections.sending import send
from institutions.services.filings import engine
from institutions.services.guidance.ladder import take_step
from institutions.services.guidance.persuasion import record_persuasion
from institutions.services.notices.delivering import send_to
from institutions.services.notices.schools import enter_school
from institutions.services.notices.writing import publish_notice, write_notice
from institutions.services.register_import.summary import import_file
from institutions.services.settlement import tables
from institutions.services.settlement.courses import put_course
from institutions.services.sites import create_site
from institutions.services.stars.applying import standard_on
from institutions.services.yearly.opening import open_batch
from institutions.services.yearly.reporting import submit_report
from riskcodes.enums import Colour
from riskcodes.models import AdoptedCode, RiskRun
from riskcodes.services.adoption import adopt_single
from riskcodes.services.night import run_night
from tests.people import AT, ON, World, make_system

MONTH: Final = dt.date(2026, 10, 1)


def permit(institution: Institution) -> Any:
    return records.record_permit(institution=institution, by=_by(), at=AT, number="教民1号")


def registration(institution: Institution) -> Any:
    return records.record_registration(
        institution=institution, by=_by(), at=AT, kind=RegistrationKind.BUSINESS, number="91330282"
    )


def statement(institution: Institution) -> Any:
    figures = ("current_assets", "current_liabilities", "contract_liabilities", "net_assets", "revenue", "net_profit")
    return records.record_statement(
        institution=institution,
        by=_by(),
        at=AT,
        quarter=dt.date(2026, 7, 1),
        **{f"{name}_fen": 100 for name in figures},
    )


def enrolment(institution: Institution) -> Any:
    return records.record_enrolment(institution=institution, by=_by(), at=AT, month=MONTH, students=60)


def insurance(institution: Institution) -> Any:
    return records.record_insurance(
        institution=institution, by=_by(), at=AT, kind=InsuranceKind.TUITION, from_on=MONTH, to_on=dt.date(2027, 9, 30)
    )


def site(institution: Institution) -> Any:
    return create_site(institution=institution, by=_by(), at=AT, address="慈溪市浒山街道青少年宫路1号")


def sheet(institution: Institution) -> Any:
    """A checked sheet of one row that waits to be applied."""
    headings = (
        "机构名称,统一社会信用代码,招牌名,类别,组织形式,所属镇街,地址,招生咨询电话,办学许可证号,发证日期,有效期至,"
    )
    row = f"{headings}注册资本(万元)\n{institution.name},,,,,,某路1号,,,,,\n"
    return import_file(
        county=institution.county, profile_key="bureau_register", name="a.csv", data=row.encode(), by=_by(), at=AT
    )


def unsure_row(institution: Institution) -> Any:
    """A row of the institution's name at another address: somebody has to say."""
    create_site(institution=institution, by=_by(), at=AT, address="另一路2号")
    batch = sheet(institution)
    work_through(start_apply(batch=batch, by=_by(), at=AT, on=ON).pk, patient=True)
    return OpenMatch.objects.get(batch=batch)


def coded(institution: Institution) -> Institution:
    """A night over its county, and the chief's decision."""
    if not AdoptedCode.objects.filter(institution=institution).exists():
        run_night(county=institution.county, on=ON, at=AT, by=_by())
        adopt_single(institution=institution, code=Colour.YELLOW, by=_by(), at=AT, on=ON, reason="现场核实")
    return institution


def run(institution: Institution) -> Any:
    return RiskRun.objects.get(county=coded(institution).county_id)


def complaint(institution: Institution) -> Any:
    return receive_complaint(
        institution=institution, channel=Channel.HOTLINE_12345, matter=Matter.REFUND, received_on=ON, by=_by(), at=AT
    )


def link_address(institution: Institution) -> Any:
    """The parts of the address of a complainant's link on the bureau's pages."""
    row = complaint(institution)
    made, _token = issue_link(complaint=row, by=_by(), at=AT)
    return {"public_id": row.public_id, "link_id": made.public_id}


def deadline(institution: Institution) -> Any:
    return Deadline.objects.get(subject_kind="complaint", subject_id=complaint(institution).pk)


def school_period(institution: Institution) -> Any:
    return record_period(
        county=institution.county,
        school_year="2026-2027",
        kind=SchoolPeriodKind.TERM,
        name="第一学期",
        from_on=dt.date(2026, 9, 1),
        to_on=dt.date(2027, 1, 29),
        source="校历",
        confirmed=True,
        by=_by(),
        at=AT,
    )


def proposal(institution: Institution) -> Any:
    return propose_value(
        key=Key.PREPAID_CAP,
        value=400_000,
        effective_from=dt.date(2027, 1, 1),
        source="文件",
        confirmed=True,
        county=institution.county,
        by=_by(),
        why="新规",
        at=AT,
    )


def notice(_: Institution) -> Any:
    return enter_notice(year=2027, source="通知", days=[NoticeDay(dt.date(2027, 1, 1), "元旦", False)], by=_by(), at=AT)


def judgement(institution: Institution) -> Any:
    """A record without a page of its own, which a code rests on."""
    return judge_validity(
        complaint=complaint(institution), is_valid=True, reason="属实", decided_on=ON, by=_by(), at=AT, supersedes=None
    )


def paper(institution: Institution) -> Any:
    facts = {
        "name": institution.name,
        "permit": [["许可证编号", "教民1号"]],
        "registration": [["登记证书", "营业执照"]],
    }
    return papers.issue(
        kind=PaperKind.POSTING_BOARD,
        county=institution.county,
        subject=("institution", institution.pk),
        institution_id=institution.pk,
        holder=institution.name,
        data=facts | {"complaints": "12345"},
        by=_by(),
        at=AT,
    )


def talk(institution: Institution) -> Any:
    return talks.plan_talk(
        institution=institution,
        by=_by(),
        at=AT,
        occasion=Occasion.COMPLAINTS,
        occasion_on=None,
        grounds="近期，你单位有效投诉较集中",
        legal_basis="《中华人民共和国民办教育促进法》第四十一条",
        matter="说明投诉处理情况",
        capacities=[Capacity.PRINCIPAL],
        starts_at=AT + dt.timedelta(days=3),
        place="慈溪市教育局会议室",
        contact="",
    )


def annual_batch(institution: Institution) -> Any:
    """The annual inspection of last year in the institution's county."""
    return _annual_batch(institution, 2025)


def annual(institution: Institution) -> Any:
    """Its self-report is sent and waits for the first check."""
    row = _annual_batch(institution, 2025).rows.get(institution=institution)
    said = {one.key: 10 if one.part in ("count", "fen") else True if one.part == "yes_no" else "无" for one in FIELDS}
    return submit_report(inspection=row, report=said, expected_version=1, by=_by(), at=AT)


def annual_asked(institution: Institution) -> Any:
    """The institution has still to report."""
    return _annual_batch(institution, 2024).rows.get(institution=institution)


def _annual_batch(institution: Institution, year: int) -> Any:
    known = AnnualBatch.objects.filter(county=institution.county, year=year).first()
    days = Stages(*(ON + dt.timedelta(days=days) for days in (30, 60, 90)))
    facts = {"title": f"{year}年度校外培训机构年检", "categories": [], "legal_forms": [], "days": days}
    return known or open_batch(county=institution.county, year=year, by=_by(), at=AT, **facts)


def case(institution: Institution) -> Any:
    """Handed in at the counter; an institution whose permit was revoked needs no papers of its own."""
    row = drafts.open_case(
        kind=CaseKind.DEREGISTRATION,
        institution=institution,
        county=institution.county,
        origin=CaseOrigin.COUNTER,
        payload={"ground": "revoked", "students": 0, "unearned_fen": 0},
        by=_by(),
        at=AT,
    )
    return submitting.submit(case=row, expected_version=1, by=_by(), at=AT)


def case_by_link(institution: Institution) -> Any:
    """An entry that came without account, for the institution's town."""
    row, _token = begin_entry(
        town=institution.town,
        name="慈溪市浒山试画美术培训有限公司",
        applicant={"name": "黄某", "phone": "13958200000"},
        by=_by(),
        at=AT,
    )
    move(row, CaseVerb.SUBMIT, by=_by(), at=AT, number=f"ZR{institution.county.code}-2026-09998", submitted_at=AT)
    return row


def case_step(institution: Institution) -> Any:
    """The parts of the address of the town's step in an accepted case of another kind."""
    Department.objects.get_or_create(
        county=institution.county, kind=DepartmentKind.EDUCATION, town=None, defaults={"name": "教育局"}
    )
    records.record_permit(institution=institution, by=_by(), at=AT, number="教民9号")
    row = drafts.open_case(
        kind=CaseKind.CHANGE,
        institution=institution,
        county=institution.county,
        origin=CaseOrigin.COUNTER,
        payload={"items": ["site"]},
        by=_by(),
        at=AT,
    )
    move(row, CaseVerb.SUBMIT, by=_by(), at=AT, number=f"ZR{institution.county.code}-2026-09999", submitted_at=AT)
    accept_case(case=row, by=_by(), at=AT)
    return {"public_id": row.public_id, "step_id": row.steps.get(key="town_check").public_id}


def filing(institution: Institution) -> Any:
    """Handed in, and a person has to look: net assets are negative."""
    quarter = dt.date(2026, 7, 1)
    row = engine.start_draft(
        institution=institution, kind=FilingKind.FINANCIAL_STATEMENT, period=quarter, by=_by(), at=AT
    )
    figures = ("current_assets", "current_liabilities", "contract_liabilities", "revenue", "net_profit")
    payload = dict.fromkeys(figures, 0) | {"net_assets": -1}
    row = engine.save_draft(filing=row, payload=payload, expected_version=row.version, by=_by(), at=AT)
    return engine.submit(filing=row, expected_version=row.version, by=_by(), at=AT)


def draft_filing(institution: Institution) -> Any:
    return engine.start_draft(institution=institution, kind=FilingKind.PROFILE, by=_by(), at=AT)


def draft_statement(institution: Institution) -> Any:
    quarter = dt.date(2026, 4, 1)
    return engine.start_draft(
        institution=institution, kind=FilingKind.FINANCIAL_STATEMENT, period=quarter, by=_by(), at=AT
    )


def filing_to_withdraw(institution: Institution) -> Any:
    return engine.start_draft(institution=institution, kind=FilingKind.INSURANCE, by=_by(), at=AT)


def star_application(institution: Institution) -> Any:
    """The association returned it: staff see it, and the institution works on it."""
    by = _by().actor_id
    facts: dict[str, Any] = {"created_at": AT, "created_by_id": by, "changed_at": AT, "changed_by_id": by}
    facts |= {"standard": standard_on(ON), "year": 2026, "state": "returned", "submitted_on": ON}
    known = StarApplication.objects.filter(institution=institution).first()
    return known or StarApplication.objects.create(institution=institution, **facts)


def collection(institution: Institution, addressee: Addressee = Addressee.TOWNS) -> Collection:
    """One that is out."""
    made = create_collection(
        county=institution.county,
        columns=[Column("机构名称", FieldType.TEXT, source=Source.NAME), Column("学生数", FieldType.WHOLE_NUMBER)],
        title="托管需求摸底",
        about="",
        addressee=addressee,
        shape=Shape.INSTITUTIONS,
        towns=[],
        category="",
        stage="",
        legal_form="",
        due_on=ON + dt.timedelta(days=3),
        by=_by(),
        at=AT,
    )
    send(collection=made, by=_by(), at=AT)
    return made


def town_part(institution: Institution) -> Any:
    return collection(institution).parts.get(town=institution.town)


def own_part(institution: Institution) -> Any:
    return collection(institution, Addressee.INSTITUTIONS).parts.get(institution=institution)


def letter(institution: Institution) -> Notice:
    """A draft."""
    return write_notice(
        county=institution.county,
        section=NoticeSection.LETTER,
        title="致全市中小学生家长的一封信",
        text="请选择证照齐全的校外培训机构。",
        issuer="慈溪市教育局",
        by=_by(),
        at=AT,
    )


def school(institution: Institution) -> School:
    known = School.objects.filter(county=institution.county, town=institution.town).first()
    return known or enter_school(
        county=institution.county,
        name=f"{institution.town.name}小学" if institution.town else "中心小学",
        kind=SchoolKind.PRIMARY,
        town=institution.town,
        by=_by(),
        at=AT,
    )


def public_letter(institution: Institution) -> Notice:
    """One that is out, with a school."""
    row = publish_notice(notice=letter(institution), by=_by(), at=AT)
    school = enter_school(
        county=institution.county, name="实验小学", kind=SchoolKind.PRIMARY, town=institution.town, by=_by(), at=AT
    )
    send_to(notice=row, schools=[school], by=_by(), at=AT)
    return row


def marked(row: Notice) -> dict[str, str]:
    return {"public_id": row.public_id, "mark": row.deliveries.get().public_id}


def register_change(institution: Institution) -> Any:
    row = ChangeFacts(
        reference=f"{institution.pk}-1",
        kind=ChangeKind.CHANGED,
        changed_on=ON,
        name=institution.name,
        address="新城大道1号",
        scope="艺术培训",
    )
    return receive_changes(county=institution.county, rows=[row], by=_by(), at=AT)[0]


def file(institution: Institution) -> StoredFile:
    """A picture that was handed in with the institution."""
    picture = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(picture, "PNG")
    return uploads.store(
        upload=SimpleUploadedFile("执照.png", picture.getvalue()),
        purpose=Purpose.EVIDENCE,
        subject=("institution", institution.pk),
        institution_id=institution.pk,
        by=_by(),
        at=AT,
    )


def once(world: World, make: Callable[[Institution], Any], institution: Institution) -> Any:
    key = (make.__name__, institution.pk)
    if key not in world.made:
        world.made[key] = make(institution)
    return world.made[key]


def _by() -> Any:
    return system_viewer(label="tests")


def job(institution: Institution) -> Job:
    """Background work of its county that failed."""
    made = start("t.job", slot=institution.county.code, by=_by(), county_id=institution.county_id)
    Job.objects.filter(pk=made.pk).update(state=JobState.FAILED)
    return made


def officer(institution: Institution) -> User:
    """Somebody of the bureau of its county."""
    bureau, _ = Department.objects.get_or_create(
        county=institution.county, kind=DepartmentKind.EDUCATION, town=None, defaults={"name": "教育局"}
    )
    user = User.objects.create(username=f"officer-{institution.county.code}", name="科员", joined_at=AT)
    DepartmentMembership.objects.create(user=user, department=bureau, role=Role.REGISTRAR, from_on=MONTH)
    return user


def identity(institution: Institution) -> ExternalIdentity:
    """An officer's name at an outside sign-in."""
    user = User.objects.create(username=f"linked-{new_public_id()}", name="联通", joined_at=AT)
    department = Department.objects.filter(county=institution.county).order_by("pk").first()
    if department is None:
        department = Department.objects.create(county=institution.county, kind=DepartmentKind.POLICE, name="公安局")
    DepartmentMembership.objects.create(user=user, department=department, role=Role.DEPARTMENT_OFFICER, from_on=MONTH)
    return ExternalIdentity.objects.create(
        user=user, provider="zzd", subject=user.username, linked_by_id=_by().actor_id, linked_at=AT
    )


def teacher(institution: Institution) -> User:
    """Somebody whom the institution's owner let in."""
    user = User.objects.create(username=f"teacher-{new_public_id()}", name="老师", joined_at=AT)
    InstitutionMembership.objects.create(institution=institution, user=user, role=Role.TEACHER, from_on=MONTH)
    return user


def leave(institution: Institution) -> Deputyship:
    """Somebody of the county is away, and somebody else of it stands in."""
    absent, deputy = (
        identity(institution).user,
        User.objects.create(username=f"deputy-{institution.county.code}", name="代理", joined_at=AT),
    )
    return Deputyship.objects.create(
        absent=absent, deputy=deputy, from_on=ON, to_on=ON, why="年休假", made_by_id=_by().actor_id, made_at=AT
    )


def contact(institution: Institution, capacity: Capacity = Capacity.PRINCIPAL) -> Contact:
    return add_contact(
        subject=("institution", institution.pk),
        institution_id=institution.pk,
        capacity=capacity,
        values={"name": "张三丰", "phone": "12012345678"},
        from_on=MONTH,
        by=_by(),
        at=AT,
    )


def person(institution: Institution) -> Person:
    return contact(institution, Capacity.SPONSOR).person


def dispatch(institution: Institution) -> Dispatch:
    """A sending to an officer of the county that failed."""
    bureau, _ = Department.objects.get_or_create(
        county=institution.county, kind=DepartmentKind.EDUCATION, town=None, defaults={"name": "教育局"}
    )
    to = User.objects.create(username=f"told-{institution.county.code}", name="科员", joined_at=AT)
    DepartmentMembership.objects.create(user=to, department=bureau, role=Role.REGISTRAR, from_on=MONTH)
    made: Dispatch = Dispatch.objects.create(
        recipient=to, channel=Way.SMS, state=DispatchState.FAILED, created_at=AT, next_at=AT, failed_at=AT
    )
    return made


def assignment(institution: Institution) -> Assignment:
    """Owned by its town; every department of the county and the institution itself have a part."""
    others = Department.objects.filter(county=institution.county, town=None)
    owner = Owner(town=institution.town)
    return assign(
        county_id=institution.county_id,
        title="核查退费纠纷",
        source=(SourceKind.MEETING, None),
        institution_id=institution.pk,
        owner=owner,
        co_owners=[*(Owner(department=one) for one in others), Owner(institution_id=institution.pk)],
        due_on=ON + dt.timedelta(days=5),
        by=_by(),
        at=AT,
    )


def own_assignment(institution: Institution) -> Assignment:
    """Given to the institution itself."""
    return assign(
        county_id=institution.county_id,
        title="限期整改",
        source=(SourceKind.OTHER, None),
        institution_id=institution.pk,
        owner=Owner(institution_id=institution.pk),
        co_owners=[],
        due_on=ON + dt.timedelta(days=5),
        by=_by(),
        at=AT,
    )


def extension(institution: Institution) -> Assignment:
    """Somebody asks for more time."""
    row = assignment(institution)
    ask_extension(assignment=row, until=ON + dt.timedelta(days=9), why="材料未齐", by=_by(), at=AT)
    assert row.state == AssignmentState.ASSIGNED
    return row


def group(institution: Institution) -> WorkingGroup:
    lead, _ = Department.objects.get_or_create(
        county=institution.county, kind=DepartmentKind.EDUCATION, town=None, defaults={"name": "教育局"}
    )
    by = _by().actor_id
    made: WorkingGroup = WorkingGroup.objects.create(
        county=institution.county,
        kind=GroupKind.FUNDS,
        lead=lead,
        created_at=AT,
        created_by_id=by,
        changed_at=AT,
        changed_by_id=by,
    )
    return made


def member(institution: Institution) -> WorkingGroupMember:
    row = group(institution)
    return add_member(group=row, department=row.lead, post=Post.LEADER, from_on=MONTH, by=_by(), at=AT)


def student(institution: Institution) -> Person:
    return enter_person(
        kind=Kind.STUDENT,
        subject_kind="institution",
        subject_id=institution.pk,
        institution_id=institution.pk,
        values={"name": "小明"},
        by=_by(),
        at=AT,
    )


def call_list(institution: Institution) -> CallList:
    """Of its contacts."""
    contact(institution, Capacity.FINANCE)
    by = _by().actor_id
    made = CallList.objects.create(institution_id=institution.pk, why="测试", created_at=AT, created_by_id=by)
    person = Person.objects.filter(institution_id=institution.pk).latest("pk")
    CallEntry.objects.create(call_list=made, person=person)
    return made


def call_entry(made: CallList) -> dict[str, object]:
    entry = made.entries.first()
    return {"public_id": made.public_id, "pk": entry.pk if entry else 0}


def system(institution: Institution) -> Any:
    """Another department's system, registered in the institution's county."""
    department, _made = Department.objects.get_or_create(
        county=institution.county, kind=DepartmentKind.POLICE, town=None, defaults={"name": "公安局"}
    )
    return make_system(department, ["institutions:read"], name="警综平台")[0]


def gap_list(institution: Institution) -> Any:
    """All standards of arts: none is known to be met."""
    return gaps.open_gap_list(institution=institution, case_id=None, by=_by(), at=AT)


def gap_item(institution: Institution) -> Any:
    found = GapItem.objects.filter(institution=institution, state="open").order_by("pk").first()
    return found or gap_list(institution).items.order_by("pk").first()


def settlement(institution: Institution) -> Any:
    return tables.open_settlement(institution=institution, by=_by(), at=AT)


def unfinished_course(institution: Institution) -> Any:
    found = UnfinishedCourse.objects.filter(institution=institution).first()
    return found or put_course(
        settlement=settlement(institution),
        by=_by(),
        at=AT,
        course="美术基础班",
        students=3,
        unconsumed_fen=120_000,
        method=None,
        settled_on=None,
        settled_fen=None,
        receiver=None,
        consents=0,
        note="",
    )


def contact_with(institution: Institution) -> Any:
    """A persuasion whose next step waits."""
    return record_persuasion(
        institution=institution,
        by=_by(),
        at=AT,
        met_on=ON,
        way=PersuasionWay.VISIT,
        our_side="民办教育科",
        capacities=[Capacity.PRINCIPAL],
        stance=Stance.UNDECIDED,
        leans_to=None,
        said="说明政策",
        agreed="一周内答复",
        next_step="回访",
        next_on=ON + dt.timedelta(days=7),
        talk=None,
    )


def reminder(institution: Institution) -> Any:
    return take_step(institution=institution, rung=Rung.REMINDER, taken_on=ON, matter="公示不全", by=_by(), at=AT)
