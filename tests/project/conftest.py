"""What tests share that start production itself."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

# Hashed names as in production; what takes long and nobody here reads is left out: compressing.
HASHED = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """For STATIC_ROOT: collected once a run whatever lies in `staticfiles/`; workers take turns and share it."""
    base = tmp_path_factory.getbasetemp()
    of_run = base if worker_id == "master" else base.parent
    root = of_run / "staticfiles"
    with (of_run / "staticfiles.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "staticfiles.json").exists():  # the manifest is written last
            with override_settings(STATIC_ROOT=root, STORAGES=settings.STORAGES | HASHED):
                call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["redoc"])
    return root
