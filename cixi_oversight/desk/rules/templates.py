"""What the portal says to a person by itself: every message, in both languages, with its figures.

`short` is what goes over SMS and 浙政钉: no names of persons, no numbers of theirs, no links. `figures` are the names
that `data` must hold; a figure is a number, a day, a text without personal data, or a `Message` of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cixi_oversight.desk.enums import Topic
from cixi_oversight.errors import Message, msg


@dataclass(frozen=True, slots=True)
class Template:
    key: str
    topic: Topic
    subject: Message
    body: Message
    short: Message
    figures: frozenset[str]
    urgent: bool = False  # goes out at once, by night too
    verbatim: bool = False  # goes out alone and to the letter: somebody keeps it
    page: str = ""  # route of the page to go to where the subject itself has none for the reader


@dataclass(frozen=True, slots=True)
class Outer:
    """Which outer ways a topic takes for those who have not chosen."""

    sms: bool
    dingtalk: bool


DEFAULTS: Final[Mapping[Topic, Outer]] = {
    Topic.ASSIGNMENTS: Outer(sms=True, dingtalk=True),
    Topic.DEADLINES: Outer(sms=False, dingtalk=True),
    Topic.COMPLAINTS: Outer(sms=False, dingtalk=True),
    Topic.FILINGS: Outer(sms=True, dingtalk=False),
    Topic.CASES: Outer(sms=True, dingtalk=True),
    Topic.RISK_CODES: Outer(sms=True, dingtalk=True),
    Topic.AUDIT: Outer(sms=False, dingtalk=True),
}


def _template(
    key: str,
    topic: Topic,
    subject: Message,
    body: Message,
    short: Message,
    *figures: str,
    urgent: bool = False,
    verbatim: bool = False,
    page: str = "",
) -> Template:
    return Template(key, topic, subject, body, short, frozenset(figures), urgent, verbatim, page)


_ALL: Final = (
    _template(
        "assignment.given",
        Topic.ASSIGNMENTS,
        msg("Assignment: %(title)s"),
        msg("%(by)s gave you the assignment “%(title)s”. It is due on %(due_on)s."),
        msg("You have a new assignment, due on %(due_on)s. Sign in to the portal to read it."),
        "title",
        "by",
        "due_on",
    ),
    _template(
        "assignment.returned",
        Topic.ASSIGNMENTS,
        msg("Assignment returned: %(title)s"),
        msg("%(by)s returned the assignment “%(title)s”: %(why)s"),
        msg("An assignment was returned to you. Sign in to the portal to read why."),
        "title",
        "by",
        "why",
    ),
    _template(
        "assignment.reminded",
        Topic.ASSIGNMENTS,
        msg("Reminder: %(title)s"),
        msg("%(by)s reminds you of the assignment “%(title)s”, due on %(due_on)s."),
        msg("You are reminded of an assignment that is due on %(due_on)s."),
        "title",
        "by",
        "due_on",
    ),
    _template(
        "assignment.due_soon",
        Topic.ASSIGNMENTS,
        msg("Due soon: %(title)s"),
        msg("The assignment “%(title)s” is due on %(due_on)s."),
        msg("One of your assignments is due on %(due_on)s."),
        "title",
        "due_on",
    ),
    _template(
        "assignment.overdue",
        Topic.ASSIGNMENTS,
        msg("Overdue: %(title)s"),
        msg("The assignment “%(title)s” was due on %(due_on)s and is overdue by %(days)s days."),
        msg("One of your assignments was due on %(due_on)s and is overdue."),
        "title",
        "due_on",
        "days",
    ),
    _template(
        "assignment.extended",
        Topic.ASSIGNMENTS,
        msg("New due day: %(title)s"),
        msg("The assignment “%(title)s” is now due on %(due_on)s: %(why)s"),
        msg("One of your assignments is now due on %(due_on)s."),
        "title",
        "due_on",
        "why",
    ),
    _template(
        "assignment.reported",
        Topic.ASSIGNMENTS,
        msg("Reported as done: %(title)s"),
        msg("%(by)s reports that the assignment “%(title)s” is done. It waits for your check."),
        msg("An assignment that you gave is reported as done and waits for your check."),
        "title",
        "by",
    ),
    _template(
        "assignment.closed",
        Topic.ASSIGNMENTS,
        msg("Assignment closed: %(title)s"),
        msg("%(by)s closed the assignment “%(title)s”."),
        msg("One of your assignments was closed."),
        "title",
        "by",
    ),
    _template(
        "assignment.withdrawn",
        Topic.ASSIGNMENTS,
        msg("Assignment withdrawn: %(title)s"),
        msg("%(by)s withdrew the assignment “%(title)s”: %(why)s. Nothing more is to be done."),
        msg("One of your assignments was withdrawn; nothing more is to be done."),
        "title",
        "by",
        "why",
    ),
    _template(
        "assignment.taken_away",
        Topic.ASSIGNMENTS,
        msg("Assigned to others: %(title)s"),
        msg("%(by)s gave the assignment “%(title)s” to others. You are no longer a party to it."),
        msg("One of your assignments was given to others."),
        "title",
        "by",
    ),
    _template(
        "assignment.extension_asked",
        Topic.ASSIGNMENTS,
        msg("More time asked for: %(title)s"),
        msg("%(by)s asks for time until %(until)s for the assignment “%(title)s”: %(why)s"),
        msg("More time is asked for an assignment that you gave. It waits for your decision."),
        "title",
        "by",
        "until",
        "why",
    ),
    _template(
        "assignment.extension_refused",
        Topic.ASSIGNMENTS,
        msg("No more time: %(title)s"),
        msg("%(by)s refused more time for the assignment “%(title)s”; it stays due on %(due_on)s: %(why)s"),
        msg("More time for one of your assignments was refused; it stays due on %(due_on)s."),
        "title",
        "by",
        "due_on",
        "why",
    ),
    _template(
        "deadline.near",
        Topic.DEADLINES,
        msg("Deadline on %(due_on)s: %(kind)s"),
        msg("%(kind)s, %(title)s: the last day is %(due_on)s. Calendar days left: %(days)s."),
        msg("A legal deadline ends on %(due_on)s: %(kind)s."),
        "kind",
        "title",
        "due_on",
        "days",
    ),
    _template(
        "deadline.last_day",
        Topic.DEADLINES,
        msg("Deadline ends today: %(kind)s"),
        msg("%(kind)s, %(title)s: today, %(due_on)s, is the last day."),
        msg("A legal deadline ends today: %(kind)s."),
        "kind",
        "title",
        "due_on",
    ),
    _template(
        "deadline.overdue",
        Topic.DEADLINES,
        msg("Deadline passed: %(kind)s"),
        msg("%(kind)s, %(title)s: the last day was %(due_on)s. Days overdue: %(days)s."),
        msg("A legal deadline of %(due_on)s has passed: %(kind)s."),
        "kind",
        "title",
        "due_on",
        "days",
    ),
    _template(
        "deadline.many",
        Topic.DEADLINES,
        msg("%(count)s deadlines, last day %(due_on)s: %(kind)s"),
        msg("%(count)s deadlines of one kind (%(kind)s) have %(due_on)s as their last day; the list shows them."),
        msg("%(count)s legal deadlines have %(due_on)s as their last day: %(kind)s."),
        "count",
        "kind",
        "due_on",
        page="policy:deadlines",
    ),
    _template(
        "complaint.received",
        Topic.COMPLAINTS,
        msg("New complaint %(number)s"),
        msg("Complaint %(number)s about %(institution)s (%(matter)s) was received. A reply is due by %(due_on)s."),
        msg("Complaint %(number)s was received; a reply is due by %(due_on)s."),
        "number",
        "institution",
        "matter",
        "due_on",
    ),
    _template(
        "filing.due_soon",
        Topic.FILINGS,
        msg("%(what)s due on %(due_on)s"),
        msg("Please file for your institution by %(due_on)s: %(what)s."),
        msg("Please file by %(due_on)s: %(what)s."),
        "what",
        "due_on",
    ),
    _template(
        "filing.overdue",
        Topic.FILINGS,
        msg("Overdue: %(what)s"),
        msg("Your institution has not filed yet, due day %(due_on)s: %(what)s. Please file at once."),
        msg("A filing due on %(due_on)s is overdue: %(what)s."),
        "what",
        "due_on",
    ),
    _template(
        "case.submitted",
        Topic.CASES,
        msg("Application received: %(number)s"),
        msg("%(kind)s of %(name)s: application %(number)s waits for the window until %(due_on)s."),
        msg("An application was submitted and waits for the window until %(due_on)s."),
        "number",
        "kind",
        "name",
        "due_on",
    ),
    _template(
        "case.returned",
        Topic.CASES,
        msg("To be corrected: %(number)s"),
        msg(
            "The window returned application %(number)s (%(kind)s): %(count)s items are to be put right by %(due_on)s."
        ),
        msg("Your application %(number)s is to be put right by %(due_on)s. Sign in to see what is asked."),
        "number",
        "kind",
        "count",
        "due_on",
    ),
    _template(
        "case.moved",
        Topic.CASES,
        msg("%(kind)s, %(number)s: %(state)s"),
        msg("Application %(number)s (%(kind)s) of %(name)s: %(state)s."),
        msg("Application %(number)s: %(state)s. Sign in to the portal to read it."),
        "number",
        "kind",
        "name",
        "state",
    ),
    _template(
        "case.step",
        Topic.CASES,
        msg("Handed over to you: %(step)s, %(number)s"),
        msg("%(step)s in case %(number)s (%(name)s) waits for you until %(due_on)s."),
        msg("A step of an admission case waits for you until %(due_on)s."),
        "number",
        "name",
        "step",
        "due_on",
    ),
    _template(
        "case.permit_ended",
        Topic.CASES,
        msg("Permit ended without renewal: %(name)s"),
        msg("The permit of %(name)s ended on %(day)s. No renewal was applied for in time. It may not enrol or charge."),
        msg("A permit ended on %(day)s without renewal. Sign in to the portal to read more."),
        "name",
        "day",
    ),
    _template(
        "filing.waiting",
        Topic.FILINGS,
        msg("Filing to be looked at: %(what)s"),
        msg("%(institution)s has filed: %(what)s. It waits for a decision."),
        msg("A filing waits for your decision: %(what)s."),
        "what",
        "institution",
    ),
    _template(
        "filing.returned",
        Topic.FILINGS,
        msg("Returned for correction: %(what)s"),
        msg("The education bureau returned your filing for correction: %(what)s. Places with a comment: %(places)s."),
        msg("Your filing was returned for correction: %(what)s. Sign in to the portal to correct it."),
        "what",
        "places",
    ),
    _template(
        "filing.accepted",
        Topic.FILINGS,
        msg("Accepted: %(what)s"),
        msg("The education bureau accepted your filing: %(what)s. It is in force now."),
        msg("Your filing was accepted: %(what)s."),
        "what",
    ),
    _template(
        "suspected.reported",
        Topic.COMPLAINTS,
        msg("Suspected unlicensed site: %(number)s"),
        msg("A place may teach without a permit: %(address)s (%(taught)s). Please look at it by %(due_on)s."),
        msg("A suspected unlicensed site was reported (%(number)s), to be looked at by %(due_on)s. Sign in to see it."),
        "number",
        "address",
        "taught",
        "due_on",
    ),
    _template(
        "risk.red",
        Topic.RISK_CODES,
        msg("Red code adopted: %(institution)s"),
        msg(
            "The red code of %(institution)s was adopted on %(adopted_on)s. Reasons and what follows stand in its file."
        ),
        msg("A red code was adopted on %(adopted_on)s. Sign in to the portal to read why."),
        "institution",
        "adopted_on",
        urgent=True,
    ),
    _template(
        "talk.notified",
        Topic.RISK_CODES,
        msg("Regulatory talk: %(number)s"),
        msg("The education bureau calls your institution to a talk: %(day)s %(time)s, %(place)s. Notice %(number)s."),
        msg("The education bureau calls your institution to a talk on %(day)s at %(time)s. Sign in to read it."),
        "number",
        "day",
        "time",
        "place",
        page="institutions:own_papers",
    ),
    _template(
        "talk.cancelled",
        Topic.RISK_CODES,
        msg("Talk cancelled: %(number)s"),
        msg("The talk of %(day)s is cancelled. The notice %(number)s is void."),
        msg("The talk of your institution with the education bureau on %(day)s is cancelled."),
        "number",
        "day",
        page="institutions:own_papers",
    ),
    _template(
        "annual.opened",
        Topic.FILINGS,
        msg("%(title)s: self-report by %(due_on)s"),
        msg("%(title)s has begun. Please send the self-report of your institution by %(due_on)s."),
        msg("The annual inspection has begun. Please send the self-report by %(due_on)s."),
        "title",
        "due_on",
        page="institutions:my_annual",
    ),
    _template(
        "annual.returned",
        Topic.FILINGS,
        msg("%(title)s: to be put right by %(due_on)s"),
        msg("%(title)s: please put this right by %(due_on)s. %(why)s"),
        msg("Something in the annual inspection is to be put right by %(due_on)s. Sign in to the portal to read what."),
        "title",
        "due_on",
        "why",
        page="institutions:my_annual",
    ),
    _template(
        "annual.decided",
        Topic.FILINGS,
        msg("%(title)s: %(conclusion)s"),
        msg("%(title)s: the education bureau has come to the conclusion “%(conclusion)s” on your institution."),
        msg("The conclusion of the annual inspection on your institution is there. Sign in to the portal to read it."),
        "title",
        "conclusion",
        page="institutions:my_annual",
    ),
    _template(
        "star.returned",
        Topic.FILINGS,
        msg("Application for stars: to be put right"),
        msg("The association returned your institution's application for stars: %(why)s"),
        msg("Your institution's application for stars was returned. Sign in to the portal to read why."),
        "why",
        page="institutions:my_stars",
    ),
    _template(
        "star.refused",
        Topic.FILINGS,
        msg("Application for stars: no stars awarded"),
        msg("The education bureau awarded your institution no stars: %(why)s"),
        msg("Your institution's application for stars is decided. Sign in to the portal to read it."),
        "why",
        page="institutions:my_stars",
    ),
    _template(
        "star.published",
        Topic.FILINGS,
        msg("%(stars)s stars for your institution"),
        msg("Your institution has %(stars)s stars, valid until %(to_on)s. The certificate is ready to download."),
        msg("Your institution has %(stars)s stars, valid until %(to_on)s."),
        "stars",
        "to_on",
        page="institutions:my_stars",
    ),
    _template(
        "star.lowered",
        Topic.FILINGS,
        msg("Stars lowered or stripped"),
        msg("The stars of your institution were lowered or stripped: %(why)s %(appeal)s"),
        msg("The stars of your institution were lowered or stripped. Sign in to the portal to read why."),
        "why",
        "appeal",
        page="institutions:my_stars",
    ),
    _template(
        "collection.asked",
        Topic.FILINGS,
        msg("Collection: %(title)s"),
        msg("The education bureau asks you to fill in “%(title)s” by %(due_on)s."),
        msg("The education bureau asks you to fill in a collection by %(due_on)s. Sign in to the portal."),
        "title",
        "due_on",
    ),
    _template(
        "collection.reminded",
        Topic.FILINGS,
        msg("Still to be filled in: %(title)s"),
        msg("“%(title)s” is not handed in yet. It is due on %(due_on)s."),
        msg("A collection is not handed in yet; it is due on %(due_on)s. Sign in to the portal."),
        "title",
        "due_on",
    ),
    _template(
        "collection.returned",
        Topic.FILINGS,
        msg("Sent back: %(title)s"),
        msg("The education bureau sent “%(title)s” back to be put right: %(why)s"),
        msg("A collection that you handed in was sent back. Sign in to the portal to read why."),
        "title",
        "why",
    ),
    _template(
        "audit.head",
        Topic.AUDIT,
        msg("Audit of %(day)s sealed"),
        msg("The audit of %(day)s (%(events)s events) is sealed. Keep this line outside of the portal: %(line)s"),
        msg("Audit sealed, keep this line: %(line)s"),
        "day",
        "events",
        "line",
        verbatim=True,
        page="audit:list",
    ),
)

TEMPLATES: Final[Mapping[str, Template]] = {template.key: template for template in _ALL}
BUNDLE: Final = msg("You have %(count)s new messages in the portal. Sign in to read them.")
DISCREET: Final = msg("You have a new message in the portal. Sign in to read it.")
