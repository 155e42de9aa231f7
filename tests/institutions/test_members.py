"""Who of an institution may come in: the registrar lets the owner in, the owner the others, and out the same day."""

from typing import Any

import pytest
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import Invitation, User
from cixi_oversight.users.services.viewer import viewer_of
from institutions.models import InstitutionMembership
from tests.people import SINCE, World, make_world

NEW = "/my/members/new/"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def form(world: World, **more: Any) -> dict[str, Any]:
    return {
        "institution": world.institution.pk,
        "username": "teacher-li",
        "name": "李老师",
        "role": "teacher",
        "why": "新聘",
    } | more


def test_the_registrar_lets_the_owner_in_and_the_owner_the_others(world: World) -> None:
    counter = world.client(Role.REGISTRAR)
    data = {"username": "owner-li", "name": "李校长", "why": "开办"}
    answer = counter.post(f"/bureau/register/{world.institution.public_id}/owner/", data)
    assert answer.headers["Location"] == "/accounts/invited/"
    owner = User.objects.get(username="owner-li")
    assert viewer_of(owner, on=clock.today()).roles == {Role.INSTITUTION_OWNER}
    client = Client()
    client.force_login(owner)
    assert client.post(NEW, form(world)).headers["Location"] == "/accounts/invited/"
    page = client.get("/my/members/").content.decode()
    assert "李老师" in page
    assert viewer_of(User.objects.get(username="teacher-li"), on=clock.today()).institution_ids == {
        world.institution.pk
    }


@pytest.mark.parametrize("role", ["institution_owner", "section_chief", "system_admin"])
def test_an_owner_gives_no_higher_role(world: World, role: str) -> None:
    assert world.client(Role.INSTITUTION_OWNER).post(NEW, form(world, role=role)).status_code == 422
    assert not User.objects.get_queryset().filter(username="teacher-li").exists()


def test_an_owner_gives_nothing_of_another_institution(world: World) -> None:
    assert world.client(Role.INSTITUTION_OWNER).post(NEW, form(world, institution=world.foreign.pk)).status_code == 422


def test_an_owner_who_teaches_elsewhere_does_not_rule_there(world: World) -> None:
    owner = world.user(Role.INSTITUTION_OWNER)
    InstitutionMembership.objects.create(institution=world.foreign, user=owner, role=Role.TEACHER, from_on=SINCE)
    assert world.client(Role.INSTITUTION_OWNER).post(NEW, form(world, institution=world.foreign.pk)).status_code == 422


def test_access_ends_at_the_next_click(world: World) -> None:
    desk = world.user(Role.INSTITUTION_FRONT_DESK)
    theirs = world.client(Role.INSTITUTION_FRONT_DESK)
    assert theirs.get("/my/").status_code == 200
    owner = world.client(Role.INSTITUTION_OWNER)
    path = f"/my/members/{desk.public_id}/end/"
    assert owner.post(path, {"why": ""}).status_code == 422
    assert owner.post(path, {"why": "离职"}).status_code == 302
    assert theirs.get("/my/").status_code == 403
    assert owner.post(path, {"why": "再次"}).status_code == 404


def test_nobody_ends_an_owner_here(world: World) -> None:
    owner = world.user(Role.INSTITUTION_OWNER)
    answer = world.client(Role.INSTITUTION_OWNER).post(f"/my/members/{owner.public_id}/end/", {"why": "x"})
    assert answer.status_code == 404


def test_a_new_link_is_made_only_for_an_account_used_here_alone(world: World) -> None:
    """Or an owner could take over whoever also works for an office or another institution."""
    teacher = world.user(Role.TEACHER)
    owner = world.client(Role.INSTITUTION_OWNER)
    path = f"/my/members/{teacher.public_id}/link/"
    assert owner.post(path, {"why": "忘记密码"}).status_code == 302
    assert Invitation.objects.unused().filter(user=teacher).count() == 1
    InstitutionMembership.objects.create(institution=world.foreign, user=teacher, role=Role.TEACHER, from_on=SINCE)
    assert owner.post(path, {"why": "忘记密码"}).status_code == 403
