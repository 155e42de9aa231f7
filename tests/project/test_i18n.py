"""Message catalogues: what is found in the sources, what is kept, and what is refused."""

from pathlib import Path

import pytest

from cixi_oversight import i18n

ERRORS = """
class TooMuch(DomainError):
    code = "too_much"
    message = "%(wanted)s is more than %(left)s."
"""
SERVICE = """
from cixi_oversight.errors import msg
LABELS = {Colour.RED: msg("Red")}
words = ngettext("%(count)s case", "%(count)s cases", count) + pgettext("colour", "None") + _(LABELS[colour].id)
"""
PAGE = """{% load i18n %}<h1 title="{% translate 'Board' %}">{{ _("Today") }}</h1>
{% blocktranslate trimmed count counter=n %}
  {{ counter }} institution
{% plural %}
  {{ counter }} institutions
{% endblocktranslate %}{% translate "May" context "month" %}"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two apps and the kernel."""
    monkeypatch.setattr(i18n, "ROOT", tmp_path)
    for name, text in {
        "funds/apps.py": "",
        "funds/errors.py": ERRORS,
        "funds/services/pay.py": SERVICE,
        "riskcodes/apps.py": "",
        "riskcodes/enums.py": 'LABEL = msg("Red")',
        "templates/riskcodes/board.html": PAGE,
        "templates/shell/base.html": "{% load i18n %}{% translate 'Menu' %}",
        "cixi_oversight/web.py": 'title = _("Portal")',
        "node_modules/x.py": '_("Not ours")',
    }.items():
        write(tmp_path / name, text)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def catalogue(project: Path, app: str) -> Path:
    return project / "locale" / app / "zh_Hans/LC_MESSAGES/django.po"


def translate(project: Path, app: str, **words: str) -> None:
    """Fills the catalogue of an app; what is not named gets its own id, which has the right placeholders."""
    path = catalogue(project, app)
    entries = path.read_text(encoding="utf-8").split("\n\n")
    filled = []
    for entry in entries[1:]:
        ids = [line.split('"', 1)[1].rstrip('"\n') for line in entry.splitlines() if line.startswith("msgid")]
        if ids:
            target = "msgstr[0]" if len(ids) > 1 else "msgstr"
            entry = entry.replace(f'{target} ""', f'{target} "{words.get(ids[0], ids[-1])}"')  # noqa: PLW2901
        filled.append(entry)
    path.write_text("\n\n".join([entries[0], *filled]), encoding="utf-8")


def translate_all(project: Path) -> None:
    i18n.extract()
    translate(project, "funds", Red="红")
    translate(project, "riskcodes", Red="红")
    translate(project, "kernel")


def ids(project: Path, app: str) -> set[tuple[str, str, str]]:
    return {(text.context, text.id, text.plural) for text in i18n.sources()[0][app]}


def test_every_kind_of_message_is_found_under_its_app(project: Path) -> None:
    assert ids(project, "funds") == {
        ("", "%(wanted)s is more than %(left)s.", ""),
        ("", "Red", ""),
        ("", "%(count)s case", "%(count)s cases"),
        ("colour", "None", ""),
    }
    assert ids(project, "riskcodes") == {
        ("", "Red", ""),
        ("", "Board", ""),
        ("", "Today", ""),
        ("", "%(counter)s institution", "%(counter)s institutions"),
        ("month", "May", ""),
    }
    assert ids(project, "kernel") == {("", "Menu", ""), ("", "Portal", "")}


def test_a_complete_catalogue_passes(project: Path) -> None:
    translate_all(project)
    assert i18n.check() == 0


def test_extracting_again_changes_nothing_and_keeps_translations(project: Path) -> None:
    translate_all(project)
    before = {path: path.read_bytes() for path in project.glob("locale/**/*.po")}
    assert len(before) == 3
    i18n.extract()
    assert {path: path.read_bytes() for path in project.glob("locale/**/*.po")} == before


def test_a_word_that_another_app_has_translated_is_taken_over(project: Path) -> None:
    translate_all(project)
    write(project / "funds/views.py", 'title = _("Board")')
    catalogue(project, "riskcodes").write_text(
        catalogue(project, "riskcodes").read_text(encoding="utf-8").replace('msgstr "Board"', 'msgstr "看板"'),
        encoding="utf-8",
    )
    i18n.extract()
    assert 'msgid "Board"\nmsgstr "看板"' in catalogue(project, "funds").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ('msgstr "红"', 'msgstr ""', "funds: not translated: 'Red'"),
        ('msgid "Red"', '#, fuzzy\nmsgid "Red"', "funds: fuzzy: 'Red'"),
        ('msgid "Red"', 'msgid "Crimson"', "funds: no longer in the sources: 'Crimson'"),
        ('msgid "Red"', 'msgid "Crimson"', "funds: not in the catalogue: 'Red'"),
        ('msgstr "红"', 'msgstr "赤"', "one word per concept: 'Red' is '赤' in funds; '红' in riskcodes"),
        ('msgstr "%(wanted)s is', 'msgstr "%(wnated)s is', "funds: other placeholders than the id"),
    ],
)
def test_a_faulty_catalogue_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], was: str, becomes: str, complaint: str
) -> None:
    translate_all(project)
    path = catalogue(project, "funds")
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes), encoding="utf-8")
    assert i18n.check() == 1
    assert complaint in capsys.readouterr().err


def test_an_id_that_is_no_literal_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "funds/enums.py", "label = msg(name)")
    assert i18n.extract() == 1
    assert "funds/enums.py: line 1" in capsys.readouterr().err


def test_compiling_writes_only_what_changed(project: Path) -> None:
    translate_all(project)
    i18n.compile_all()
    compiled = catalogue(project, "funds").with_suffix(".mo")
    before = compiled.stat().st_mtime_ns
    i18n.compile_all()
    assert compiled.stat().st_mtime_ns == before
    catalogue(project, "funds").touch()
    i18n.compile_all()
    assert compiled.stat().st_mtime_ns > before
