"""Teaching in words: posts, certificates, subjects, fees, weekdays, and which rule a timetable breaks."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.teaching import (
    CertificateKind,
    CourseSubject,
    Degree,
    Employment,
    FeeKind,
    MaterialKind,
    Post,
    TeachingMode,
    TimeRule,
)

POST: Final[dict[StrEnum, Message]] = {
    Post.TEACHER: msg("Teacher"),
    Post.RESEARCHER: msg("Teaching research"),
    Post.ASSISTANT: msg("Teaching assistant"),
    Post.MANAGER: msg("Management"),
    Post.SUPPORT: msg("Office and support"),
}
EMPLOYMENT: Final[dict[StrEnum, Message]] = {
    Employment.FULL_TIME: msg("Full-time"),
    Employment.PART_TIME: msg("Part-time"),
}
DEGREE: Final[dict[StrEnum, Message]] = {
    Degree.DOCTOR: msg("Doctor"),
    Degree.MASTER: msg("Master"),
    Degree.BACHELOR: msg("Bachelor"),
    Degree.COLLEGE: msg("College diploma"),
    Degree.SECONDARY: msg("Secondary school"),
}
CERTIFICATE: Final[dict[StrEnum, Message]] = {
    CertificateKind.KINDERGARTEN: msg("Teacher certificate: kindergarten"),
    CertificateKind.PRIMARY: msg("Teacher certificate: primary school"),
    CertificateKind.JUNIOR_MIDDLE: msg("Teacher certificate: junior middle school"),
    CertificateKind.SENIOR_MIDDLE: msg("Teacher certificate: senior middle school"),
    CertificateKind.VOCATIONAL: msg("Teacher certificate: vocational school"),
    CertificateKind.HIGHER: msg("Teacher certificate: higher education"),
    CertificateKind.PROFESSIONAL: msg("Professional proof"),
    CertificateKind.NONE: msg("No certificate"),
}
SUBJECT: Final[dict[StrEnum, Message]] = {
    CourseSubject.MORALS_LAW: msg("Morals and law"),
    CourseSubject.CHINESE: msg("Chinese language"),
    CourseSubject.HISTORY: msg("History (subject)"),
    CourseSubject.GEOGRAPHY: msg("Geography"),
    CourseSubject.MATHEMATICS: msg("Mathematics"),
    CourseSubject.FOREIGN_LANGUAGE: msg("Foreign language"),
    CourseSubject.PHYSICS: msg("Physics"),
    CourseSubject.CHEMISTRY: msg("Chemistry"),
    CourseSubject.BIOLOGY: msg("Biology"),
    CourseSubject.SCIENCE: msg("Science"),
    CourseSubject.MUSIC: msg("Music"),
    CourseSubject.DANCE: msg("Dance"),
    CourseSubject.FINE_ARTS: msg("Fine arts"),
    CourseSubject.CALLIGRAPHY: msg("Calligraphy"),
    CourseSubject.DRAMA: msg("Drama"),
    CourseSubject.BALL_GAMES: msg("Ball games"),
    CourseSubject.SWIMMING: msg("Swimming"),
    CourseSubject.MARTIAL_ARTS: msg("Martial arts"),
    CourseSubject.CHESS: msg("Chess and go"),
    CourseSubject.PROGRAMMING: msg("Programming"),
    CourseSubject.ROBOTICS: msg("Robotics"),
    CourseSubject.HANDICRAFT: msg("Handicraft"),
    CourseSubject.OTHER: msg("Other subject"),
}
MODE: Final[dict[StrEnum, Message]] = {
    TeachingMode.OFFLINE: msg("On site"),
    TeachingMode.ONLINE: msg("Online"),
}
FEE_KIND: Final[dict[StrEnum, Message]] = {
    FeeKind.TUITION: msg("Tuition"),
    FeeKind.MATERIALS: msg("Fee for materials"),
    FeeKind.OTHER: msg("Other fee"),
}
MATERIAL_KIND: Final[dict[StrEnum, Message]] = {
    MaterialKind.PUBLISHED: msg("Published book"),
    MaterialKind.SELF_COMPILED: msg("Compiled by the institution"),
    MaterialKind.COURSEWARE: msg("Courseware"),
    MaterialKind.EXERCISES: msg("Exercises"),
}
TIME_RULE: Final[dict[StrEnum, Message]] = {
    TimeRule.PUBLIC_HOLIDAY: msg("Public holiday"),
    TimeRule.REST_DAY: msg("Rest day"),
    TimeRule.VACATION: msg("School vacation"),
    TimeRule.SCHOOL_HOURS: msg("School hours"),
    TimeRule.TOO_LATE: msg("Ends too late"),
    TimeRule.TOO_LONG_ONLINE: msg("Online lesson too long"),
}
WEEKDAY: Final[dict[str, Message]] = {
    "1": msg("Monday"),
    "2": msg("Tuesday"),
    "3": msg("Wednesday"),
    "4": msg("Thursday"),
    "5": msg("Friday"),
    "6": msg("Saturday"),
    "7": msg("Sunday"),
}
