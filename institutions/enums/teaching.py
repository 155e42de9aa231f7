"""Closed sets of teaching: people, courses, fees, timetables, materials."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Post(StrEnum):
    """What a member of staff does (岗位)."""

    TEACHER = "teacher"  # 授课教师
    RESEARCHER = "researcher"  # 教研人员
    ASSISTANT = "assistant"  # 助教、带班
    MANAGER = "manager"
    SUPPORT = "support"  # 行政后勤


class Employment(StrEnum):
    FULL_TIME = "full_time"  # 专职
    PART_TIME = "part_time"  # 兼职


class Degree(StrEnum):
    """Highest education (学历)."""

    DOCTOR = "doctor"
    MASTER = "master"
    BACHELOR = "bachelor"
    COLLEGE = "college"  # 大专
    SECONDARY = "secondary"  # 中专、高中


class CertificateKind(StrEnum):
    """What proves that somebody may teach: a teacher certificate (教师资格证) or a professional one (专业能力证明)."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    JUNIOR_MIDDLE = "junior_middle"
    SENIOR_MIDDLE = "senior_middle"
    VOCATIONAL = "vocational"
    HIGHER = "higher"
    PROFESSIONAL = "professional"
    NONE = "none"


TEACHER_CERTIFICATES: Final = frozenset(CertificateKind) - {CertificateKind.PROFESSIONAL, CertificateKind.NONE}


class CourseSubject(StrEnum):
    """What a course teaches (科目). The first ten are academic in the compulsory stage (学科类), the others are not."""

    MORALS_LAW = "morals_law"
    CHINESE = "chinese"
    HISTORY = "history"
    GEOGRAPHY = "geography"
    MATHEMATICS = "mathematics"
    FOREIGN_LANGUAGE = "foreign_language"
    PHYSICS = "physics"
    CHEMISTRY = "chemistry"
    BIOLOGY = "biology"
    SCIENCE = "science"
    MUSIC = "music"
    DANCE = "dance"
    FINE_ARTS = "fine_arts"
    CALLIGRAPHY = "calligraphy"
    DRAMA = "drama"
    BALL_GAMES = "ball_games"
    SWIMMING = "swimming"
    MARTIAL_ARTS = "martial_arts"
    CHESS = "chess"
    PROGRAMMING = "programming"
    ROBOTICS = "robotics"
    HANDICRAFT = "handicraft"
    OTHER = "other"


ACADEMIC_SUBJECTS: Final = frozenset(list(CourseSubject)[:10])


class TeachingMode(StrEnum):
    OFFLINE = "offline"
    ONLINE = "online"


class FeeKind(StrEnum):
    TUITION = "tuition"
    MATERIALS = "materials"
    OTHER = "other"


class MaterialKind(StrEnum):
    """Training material (培训材料)."""

    PUBLISHED = "published"  # 正式出版物
    SELF_COMPILED = "self_compiled"  # 自编材料
    COURSEWARE = "courseware"
    EXERCISES = "exercises"


class TimeRule(StrEnum):
    """Which rule forbids a lesson at its time. The first that applies of a day, then those of the hour."""

    PUBLIC_HOLIDAY = "public_holiday"
    REST_DAY = "rest_day"
    VACATION = "vacation"
    SCHOOL_HOURS = "school_hours"
    TOO_LATE = "too_late"
    TOO_LONG_ONLINE = "too_long_online"
