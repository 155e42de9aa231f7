"""What the database itself holds: one kind of administrator an account, sign-ins forgotten late, sealed secrets."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.db import migrations

from cixi_oversight import clock
from cixi_oversight.users.ports.factors import open_secret, seal_secret

ADMINISTRATORS = """
create function users_one_administrator_kind() returns trigger language plpgsql as $$
begin
  if new.role in ('audit_admin', 'security_admin', 'system_admin') then
    insert into users_administratorkind (user_id, kind) values (new.user_id, new.role) on conflict (user_id) do nothing;
    if not exists (select from users_administratorkind where user_id = new.user_id and kind = new.role) then
      raise exception 'account % is or was an administrator of another kind', new.user_id using errcode = '23505';
    end if;
  end if;
  return new;
end $$;
create trigger one_administrator_kind before insert or update of user_id, role on users_departmentmembership
  for each row execute function users_one_administrator_kind();
insert into users_administratorkind (user_id, kind)
  select distinct user_id, role from users_departmentmembership
   where role in ('audit_admin', 'security_admin', 'system_admin');
"""
NO_ADMINISTRATORS = """
drop trigger one_administrator_kind on users_departmentmembership;
drop function users_one_administrator_kind();
"""
FORGET = """
create function users_forget_sign_ins(before timestamptz) returns bigint
  language sql security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from users_signinattempt where at < least(before, now() - interval '183 days') returning 1
  ) select count(*) from gone
$$;
revoke all on function users_forget_sign_ins(timestamptz) from public;
"""


def remember_passwords(apps: Any, _: Any) -> None:
    """The present password counts from today: nobody is sent to change it on the day of the upgrade."""
    user, used = apps.get_model("users", "User"), apps.get_model("users", "PasswordUsed")
    now = clock.real_now()
    rows = user.objects.values_list("pk", "password")
    usable = [(pk, encoded) for pk, encoded in rows if is_password_usable(encoded)]
    used.objects.bulk_create([used(user_id=pk, encoded=encoded, set_at=now) for pk, encoded in usable])


def seal_secrets(apps: Any, _: Any) -> None:
    """Secrets of second factors, stored in the clear until now."""
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"]):
        for name in ("secret", "seed"):
            if row.data.get(name):
                row.data[name] = seal_secret(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [seal_secret(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


def unseal_secrets(apps: Any, _: Any) -> None:
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"]):
        for name in ("secret", "seed"):
            if row.data.get(name):
                row.data[name] = open_secret(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [open_secret(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("users", "0004_sign_in"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [
        migrations.RunSQL(ADMINISTRATORS, NO_ADMINISTRATORS),
        migrations.RunSQL(FORGET, "drop function users_forget_sign_ins(timestamptz)"),
        migrations.RunPython(remember_passwords, migrations.RunPython.noop),
        migrations.RunPython(seal_secrets, unseal_secrets),
    ]
