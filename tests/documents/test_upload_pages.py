"""Files in the browser: handed in on forms, taken away as downloads that may do nothing, seen by whom it concerns."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from cixi_oversight.audit.models import Event
from cixi_oversight.csp import SANDBOX
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.permissions import INSTITUTION, Role
from cixi_oversight.users.models import User
from institutions.models import InstitutionMembership, Permit
from tests.documents.test_upload_store import jpeg, keep, pdf
from tests.people import AT, SINCE, World
from tests.project import things


@pytest.fixture
def permit(world: World) -> Permit:
    found: Permit = things.permit(world.institution)
    return found


def address(row: StoredFile, name: str = "documents:file") -> str:
    return reverse(name, args=[row.public_id])


def body(answer: Any) -> bytes:
    return b"".join(answer)


# --- taking away ---


def test_a_file_is_saved_and_never_opened(world: World) -> None:
    row = keep(world, data := pdf())
    answer = world.client(Role.REGISTRAR).get(address(row))
    assert body(answer) == data
    assert answer["Content-Security-Policy"] == SANDBOX
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("营业执照（副本）.pdf", "营业执照（副本）.pdf"),
        ("😀.pdf", "😀.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ('a";x="b.pdf', 'a";x="b.pdf'),
        ("执照", "执照.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_it_is_offered_under_its_own_name(world: World, name: str, offered: str) -> None:
    upload = SimpleUploadedFile("x", pdf())
    upload._name = name
    header = world.client(Role.REGISTRAR).get(address(keep(world, b"", upload=upload)))["Content-Disposition"]
    found = re.fullmatch(r"attachment; filename=\"([^\"\\]*)\"; filename\*=UTF-8''([A-Za-z0-9%._~-]+)", header)
    assert found is not None, header
    assert found[1].isascii()
    assert unquote(found[2]) == offered


def test_a_name_is_shown_as_text(world: World, permit: Permit) -> None:
    keep(world, pdf(), "<script>alert(1)<script>.pdf", subject=("permit", permit.pk))
    page = world.client(Role.REGISTRAR).get(reverse("institutions:permit", args=[permit.public_id])).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_thumbnail_of_a_picture(world: World) -> None:
    row = keep(world, jpeg((3_000, 1_000)), "a.jpg")
    answer = world.client(Role.REGISTRAR).get(address(row, "documents:thumbnail"))
    assert (answer["Content-Type"], answer["Content-Security-Policy"]) == ("image/jpeg", SANDBOX)
    import io

    with Image.open(io.BytesIO(body(answer))) as image:
        assert image.size == (320, 107)
    assert world.client(Role.REGISTRAR).get(address(keep(world, pdf()), "documents:thumbnail")).status_code == 404


def test_out_of_scope_is_as_missing(world: World) -> None:
    row = keep(world, pdf(), subject=("institution", world.foreign.pk), institution_id=world.foreign.pk)
    for role in (Role.REGISTRAR, Role.INSTITUTION_OWNER):
        client = world.client(role)
        assert client.get(address(row)).status_code == 404
        assert client.get(address(row, "documents:thumbnail")).status_code == 404
        assert client.get(reverse("documents:file", args=["aaaaaaaaaaaaa"])).status_code == 404
    assert Client().get(address(row)).status_code == 302


def test_staff_who_open_a_file_are_on_record_its_own_people_are_not(world: World) -> None:
    row = keep(world, pdf())
    for role in (Role.INSTITUTION_OWNER, Role.TOWN_OFFICER):
        assert world.client(role).get(address(row)).status_code in {200, 404}
    before = Event.objects.filter(verb="documents.download_file").count()
    body(world.client(Role.INSTITUTION_OWNER).get(address(row)))
    assert Event.objects.filter(verb="documents.download_file").count() == before
    body(world.client(Role.SECTION_CHIEF).get(address(row)))
    event = Event.objects.filter(verb="documents.download_file").latest("pk")
    assert (event.actor.user.username, event.data) == ("section_chief", {"file": row.public_id})


def test_a_file_that_has_gone_from_the_disk_is_as_missing(world: World) -> None:
    from cixi_oversight.documents.ports import shelf

    row = keep(world, jpeg(), "a.jpg")
    shelf.remove(row.stored_name)
    for name in ("documents:file", "documents:thumbnail"):
        assert world.client(Role.REGISTRAR).get(address(row, name)).status_code == 404


# --- handing in ---


def hand_in(client: Client, url: str, data: bytes, name: str, **more: str) -> Any:
    return client.post(url, {"copy": SimpleUploadedFile(name, data), **more})


def test_a_registrar_hands_a_copy_in_on_the_permit(world: World, permit: Permit) -> None:
    client, page = world.client(Role.REGISTRAR), reverse("institutions:permit", args=[permit.public_id])
    form = reverse("institutions:copy_permit", args=[permit.public_id])
    assert form in client.get(page).content.decode()
    answer = hand_in(client, form, jpeg(), "许可证正本.jpg")
    assert (answer.status_code, answer["Location"]) == (302, page)
    row = StoredFile.objects.get()
    assert (row.subject_kind, row.subject_id, row.institution_id) == ("permit", permit.pk, world.institution.pk)
    shown = client.get(page).content.decode()
    assert "许可证正本.jpg" in shown
    assert address(row, "documents:thumbnail") in shown
    tab = reverse("institutions:file", args=[world.institution.public_id, "licences"])
    assert "许可证正本.jpg" in client.get(tab).content.decode()
    assert "许可证正本.jpg" in client.get(reverse("documents:files")).content.decode()


def test_a_refusal_stands_at_the_field_in_the_readers_words(world: World, permit: Permit) -> None:
    client, form = world.client(Role.REGISTRAR), reverse("institutions:copy_permit", args=[permit.public_id])
    answer = hand_in(client, form, b"<html></html>", "许可证.pdf")
    assert answer.status_code == 400
    assert "文件既不是 PDF" in answer.content.decode()
    assert 'id="id_copy_error"' in answer.content.decode()
    for data in (b"", pdf()[:-100]):
        assert hand_in(client, form, data, "许可证.pdf").status_code == 400
    assert client.post(form, {}).status_code == 422
    assert StoredFile.objects.count() == 0


def test_a_request_that_is_too_large_is_answered_before_it_is_read(
    world: World, permit: Permit, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also to somebody who is not signed in: the form is read before that is known."""
    from django.core.files.uploadhandler import MemoryFileUploadHandler

    kept: list[bytes] = []
    monkeypatch.setattr(MemoryFileUploadHandler, "receive_data_chunk", lambda self, data, start: kept.append(data))
    settings.UPLOAD_REQUEST_BYTES_MAX = 10_000
    form = reverse("institutions:copy_permit", args=[permit.public_id])
    nobody = Client(enforce_csrf_checks=True, raise_request_exception=False)
    nobody.cookies["csrftoken"] = "x" * 32  # without one the form is not even read
    for client in (nobody, world.client(Role.REGISTRAR)):
        assert hand_in(client, form, bytes(20_000), "a.pdf").status_code == 400
    assert kept == []


def test_a_copy_needs_the_token_of_the_session(world: World, permit: Permit) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.user(Role.REGISTRAR))
    form = reverse("institutions:copy_permit", args=[permit.public_id])
    assert hand_in(client, form, pdf(), "a.pdf").status_code == 403
    assert StoredFile.objects.count() == 0


def test_the_form_sent_twice_is_one_file(world: World, permit: Permit) -> None:
    client, form = world.client(Role.REGISTRAR), reverse("institutions:copy_permit", args=[permit.public_id])
    token = re.search(r'name="form_token" value="([^"]+)"', client.get(form).content.decode())
    assert token is not None
    for name in ("a.jpg", "b.jpg"):
        assert hand_in(client, form, jpeg((60, len(name))), name, form_token=token[1]).status_code == 302
    assert StoredFile.objects.count() == 1


def test_an_owner_hands_in_for_the_own_institution_only(world: World, permit: Permit) -> None:
    client = world.client(Role.INSTITUTION_OWNER)
    own = reverse("institutions:my_licences")
    form = reverse("institutions:my_copy_permit", args=[permit.public_id])
    assert form in client.get(own).content.decode()
    assert hand_in(client, form, pdf(), "许可证.pdf")["Location"] == own
    assert "许可证.pdf" in client.get(own).content.decode()
    foreign = things.permit(world.foreign)
    other = reverse("institutions:my_copy_permit", args=[foreign.public_id])
    assert hand_in(client, other, pdf(), "许可证.pdf").status_code == 404
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("role", sorted(INSTITUTION - {Role.INSTITUTION_OWNER}))
def test_others_of_the_institution_see_and_hand_nothing_in(world: World, permit: Permit, role: Role) -> None:
    row = keep(world, pdf(), subject=("permit", permit.pk))
    client = world.client(role)
    page = client.get(reverse("institutions:my_licences")).content.decode()
    assert row.original_name in page
    form = reverse("institutions:my_copy_permit", args=[permit.public_id])
    assert form not in page
    assert hand_in(client, form, pdf(2), "许可证.pdf").status_code == 403


def test_an_owner_of_two_institutions_sees_both_and_whose_is_which(world: World, permit: Permit) -> None:
    user: User = world.user(Role.INSTITUTION_OWNER)
    InstitutionMembership.objects.create(
        user=user, institution=world.foreign, role=Role.INSTITUTION_OWNER, from_on=SINCE
    )
    page = world.client(Role.INSTITUTION_OWNER).get(reverse("institutions:my_licences")).content.decode()
    assert world.institution.name in page
    assert world.foreign.name in page


def test_a_corrected_permit_keeps_its_old_copies(world: World, permit: Permit) -> None:
    from institutions.services import records

    keep(world, pdf(), "旧证.pdf", subject=("permit", permit.pk))
    by = world.viewer(Role.REGISTRAR)
    new = records.record_permit(
        institution=world.institution, by=by, at=AT, number="教民2号", supersedes=permit, why="换证"
    )
    client = world.client(Role.REGISTRAR)
    assert "旧证.pdf" in client.get(reverse("institutions:permit", args=[permit.public_id])).content.decode()
    assert "旧证.pdf" not in client.get(reverse("institutions:permit", args=[new.public_id])).content.decode()
