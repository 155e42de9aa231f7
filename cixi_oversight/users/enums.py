"""Closed sets of users. Values are stored and travel in the API."""

from enum import StrEnum


class DepartmentKind(StrEnum):
    """Who takes part in the supervision (the letter, part one)."""

    EDUCATION = "education"
    CIVIL_AFFAIRS = "civil_affairs"
    MARKET_SUPERVISION = "market_supervision"
    SCIENCE_TECHNOLOGY = "science_technology"
    CULTURE_TOURISM_SPORT = "culture_tourism_sport"
    ENFORCEMENT = "enforcement"
    POLICE = "police"
    FIRE = "fire"
    POLITICS_LAW = "politics_law"
    SERVICE_CENTRE = "service_centre"
    TOWN_OFFICE = "town_office"
    ASSOCIATION = "association"


class ActorKind(StrEnum):
    USER = "user"
    API_CLIENT = "api_client"
    JOB = "job"
    SYSTEM = "system"
    LINK = "link"  # whoever holds a signed link
