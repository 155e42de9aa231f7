"""What the public page calls the closed sets of teaching."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.teaching import CertificateKind, CourseSubject, Degree, FeeKind, Post, TeachingMode
from institutions.enums.yearly import Conclusion

POST: Final[dict[StrEnum, Message]] = {
    Post.TEACHER: msg("Teacher"),
    Post.RESEARCHER: msg("Researcher of teaching"),
    Post.ASSISTANT: msg("Assistant"),
    Post.MANAGER: msg("Management"),
    Post.SUPPORT: msg("Support"),
}
DEGREE: Final[dict[StrEnum, Message]] = {
    Degree.DOCTOR: msg("Doctor"),
    Degree.MASTER: msg("Master"),
    Degree.BACHELOR: msg("Bachelor"),
    Degree.COLLEGE: msg("College"),
    Degree.SECONDARY: msg("Secondary school"),
}
CERTIFICATE: Final[dict[StrEnum, Message]] = {
    CertificateKind.KINDERGARTEN: msg("Teacher certificate: kindergarten"),
    CertificateKind.PRIMARY: msg("Teacher certificate: primary school"),
    CertificateKind.JUNIOR_MIDDLE: msg("Teacher certificate: junior middle school"),
    CertificateKind.SENIOR_MIDDLE: msg("Teacher certificate: senior middle school"),
    CertificateKind.VOCATIONAL: msg("Teacher certificate: vocational school"),
    CertificateKind.HIGHER: msg("Teacher certificate: higher education"),
    CertificateKind.PROFESSIONAL: msg("Professional certificate"),
    CertificateKind.NONE: msg("No certificate"),
}
SUBJECT: Final[dict[StrEnum, Message]] = {
    CourseSubject.MORALS_LAW: msg("Morals and law"),
    CourseSubject.CHINESE: msg("Chinese"),
    CourseSubject.HISTORY: msg("History"),
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
    CourseSubject.CHESS: msg("Chess"),
    CourseSubject.PROGRAMMING: msg("Programming"),
    CourseSubject.ROBOTICS: msg("Robotics"),
    CourseSubject.HANDICRAFT: msg("Handicraft"),
    CourseSubject.OTHER: msg("Other subject"),
}
MODE: Final[dict[StrEnum, Message]] = {
    TeachingMode.OFFLINE: msg("on site"),
    TeachingMode.ONLINE: msg("online"),
}
FEE: Final[dict[StrEnum, Message]] = {
    FeeKind.TUITION: msg("Tuition"),
    FeeKind.MATERIALS: msg("Materials fee"),
    FeeKind.OTHER: msg("Other fee"),
}
CONCLUSION: Final[dict[StrEnum, Message]] = {
    Conclusion.PASS: msg("Passed"),
    Conclusion.BASIC: msg("Basically passed"),
    Conclusion.FAIL: msg("Not passed"),
}
WEEKDAY: Final = (
    msg("Monday"),
    msg("Tuesday"),
    msg("Wednesday"),
    msg("Thursday"),
    msg("Friday"),
    msg("Saturday"),
    msg("Sunday"),
)
