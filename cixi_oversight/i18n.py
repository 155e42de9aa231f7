"""Message catalogues without the system's gettext: python -m cixi_oversight.i18n extract|compile|check

Each app has its own catalogue in locale/<app>/, so that two apps never change one file; what belongs to no app is in
locale/kernel/. Ids are English, zh_Hans is complete. The files hold neither dates nor line numbers, sorted by id.
"""

import ast
import io
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_Hans"
KERNEL = "kernel"
NO_SOURCES = {".git", ".venv", "node_modules", "var", "staticfiles", "tests", "migrations", "locale", "local", "deploy"}
HEADER = r"""msgid ""
msgstr ""
"Language: zh_Hans\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""
# Which arguments of a call are context, id and plural.
SHAPES = {"": (None, 0, None), "n": (None, 0, 1), "p": (0, 1, None), "np": (0, 1, 2)}
CALLS = {f"{prefix}gettext{suffix}": shape for prefix, shape in SHAPES.items() for suffix in ("", "_lazy", "_noop")}
CALLS |= {"_": SHAPES[""], "_t": SHAPES[""], "msg": SHAPES[""]}
LITERAL = r"u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
TEMPLATE_CALL = re.compile(rf"(?<!\w)(n?p?gettext|_)\(((?:{LITERAL}(?:,\s*)?)+)")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[#0+-]*\d*(?:\.\d+)?[sdifrx]")


@dataclass(frozen=True, order=True)
class Text:
    """One message of the sources: what a catalogue finds it by."""

    id: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.id


def extract() -> int:
    """Brings every catalogue up to the sources; what is translated stays, what is gone goes."""
    found, refused = sources()
    known = {text: words for catalogue in catalogues().values() for text, words in translations(catalogue).items()}
    for app in sorted(found.keys() | catalogues().keys()):
        own = translations(catalogues()[app]) if app in catalogues() else {}
        new = Catalog(locale=LANGUAGE)
        for text in sorted(found.get(app, ())):
            words = own.get(text.key) or known.get(text.key, "")
            message_id = (text.id, text.plural) if text.plural else text.id
            new.add(message_id, (words,) if text.plural else words, context=text.context or None)
        _write(app, new)
    return _report(refused)


def compile_all() -> int:
    for path in catalogues().values():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > path.stat().st_mtime_ns:
            continue
        compiled = io.BytesIO()
        write_mo(compiled, _read(path))
        unfinished = target.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(compiled.getvalue())
        unfinished.replace(target)
    return 0


def check() -> int:
    """Complete, current, and one word per concept."""
    found, problems = sources()
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for app in sorted(found.keys() | catalogues().keys()):
        path = catalogues().get(app)
        messages = {_key(message): message for message in _read(path) if message.id} if path else {}
        wanted = {text.key: text for text in sorted(found.get(app, ()))}
        problems += [f"{app}: not in the catalogue: {text.id!r}" for key, text in wanted.items() if key not in messages]
        for key, message in messages.items():
            problems += [f"{app}: {what}: {key[1]!r}" for what in _faults(message, wanted.get(key))]
            said[key][_words(message)].append(app)
    for key, meanings in said.items():
        if len(meanings) > 1:
            variants = "; ".join(f"{words!r} in {', '.join(apps)}" for words, apps in meanings.items())
            problems.append(f"one word per concept: {key[1]!r} is {variants}")
    return _report(problems)


def _faults(message: Message, text: Text | None) -> Iterator[str]:
    words = _words(message)
    if text is None:
        yield "no longer in the sources"
    elif text.plural != _plural(message):
        yield "another plural than in the sources"
    if not words:
        yield "not translated"
    elif sorted(_placeholders(_plural(message) or _id(message))) != sorted(_placeholders(words)):
        yield "other placeholders than the id"
    if message.fuzzy:
        yield "fuzzy"


def catalogues() -> dict[str, Path]:
    found = (ROOT / "locale").glob(f"*/{LANGUAGE}/LC_MESSAGES/django.po")
    return {path.parents[2].name: path for path in sorted(found)}


def translations(path: Path) -> dict[tuple[str, str], str]:
    return {_key(message): _words(message) for message in _read(path) if message.id and _words(message)}


def sources() -> tuple[Mapping[str, set[Text]], list[str]]:
    """The messages of each app, and the places where an id cannot be read off the source."""
    found: dict[str, set[Text]] = defaultdict(set)
    problems: list[str] = []
    apps = {path.parent.name for path in [*ROOT.glob("*/apps.py"), *ROOT.glob("cixi_oversight/*/apps.py")]}
    for path in _walk():
        place = path.relative_to(ROOT)
        app = next((part for part in place.parts[:-1] if part in apps), KERNEL)
        try:
            texts = _python(path) if path.suffix == ".py" else _template(path)
            found[app].update(texts)
        except (SyntaxError, ValueError) as error:
            problems.append(f"{place}: {error}")
    return found, problems


def _walk() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - NO_SOURCES)
        inside_templates = "templates" in Path(folder).relative_to(ROOT).parts
        for name in sorted(files):
            if name.endswith(".py") or (inside_templates and name.endswith((".html", ".txt"))):
                yield Path(folder, name)


def _python(path: Path) -> list[Text]:
    """Marked calls, and the `message` of each error class: one that has a `code` too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: list[Text] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += _called(node)
        elif isinstance(node, ast.ClassDef):
            found += _class_message(node)
    return found


def _called(node: ast.Call) -> list[Text]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name not in CALLS:
        return []
    values = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
    if name == "msg" and not isinstance(next(iter(values), None), str):
        raise ValueError(f"line {node.lineno}: msg() takes a literal id: the catalogue is made from it")
    return _text(name, values)


def _class_message(node: ast.ClassDef) -> list[Text]:
    constants: dict[str, object] = {}
    for line in node.body:
        if isinstance(line, ast.Assign | ast.AnnAssign) and isinstance(line.value, ast.Constant):
            targets = line.targets if isinstance(line, ast.Assign) else [line.target]
            constants |= {target.id: line.value.value for target in targets if isinstance(target, ast.Name)}
    return _text("msg", [constants["message"]]) if {"code", "message"} <= constants.keys() else []


def _template(path: Path) -> list[Text]:
    from django.utils.translation.template import templatize  # noqa: PLC0415 - compiling does without Django

    found: list[Text] = []
    for name, arguments in TEMPLATE_CALL.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        found += _text(name, [ast.literal_eval(literal) for literal in re.findall(LITERAL, arguments)])
    return found


def _text(name: str, values: Iterable[object]) -> list[Text]:
    """Nothing where the id is not a literal: a door words what it was handed."""
    at_context, at_id, at_plural = CALLS[name]
    given = dict(enumerate(values))
    text = Text(*(str(given.get(at) or "") if at is not None else "" for at in (at_id, at_plural, at_context)))
    return [text] if text.id else []


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _write(app: str, catalogue: Catalog) -> None:
    path = ROOT / "locale" / app / LANGUAGE / "LC_MESSAGES" / "django.po"
    if not len(catalogue):
        path.unlink(missing_ok=True)
        return
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, no_location=True, sort_output=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body.getvalue().decode(), encoding="utf-8")


def _id(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _plural(message: Message) -> str:
    return "" if isinstance(message.id, str) else str(message.id[1])


def _key(message: Message) -> tuple[str, str]:
    return message.context or "", _id(message)


def _words(message: Message) -> str:
    words = message.string
    return words if isinstance(words, str) else next(iter(words or ()), "")


def _placeholders(text: str) -> list[str]:
    return PLACEHOLDER.findall(text.replace("%%", ""))


def _report(problems: list[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def main(arguments: list[str]) -> int:
    commands = {"extract": extract, "compile": compile_all, "check": check}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    return commands[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
