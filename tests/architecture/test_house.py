"""The house is in order: what git holds is ours and portable, documents and files agree, sizes keep their bounds."""

import ast
import os
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.architecture.source import ROOT, modules, tracked_files

TEXTS = {path: path.read_text(encoding="utf-8", errors="replace") for path in tracked_files()}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# Written in two halves, so that this file does not find itself.
FORBIDDEN = {
    "a package registry": r"(?:pypi\.|pythonhosted|npmjs|debian)" + r"\.?(?:org|com)\b",
    "a folder of somebody's machine": r"(?<![\w.~/<-])/(?:home|root|work|Users|opt)" + r"/[\w.-]+",
    "something left undone": r"\b(?:TO" + r"DO|FIX" + r"ME)\b",
    "a token": r"\bxox[abposr]-" + r"\d{6,}|xapp-" + r"\d-",
}


def found(pattern, text):
    return [f"{number}: {line.strip()}" for number, line in enumerate(text.splitlines(), 1) if re.search(pattern, line)]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    hits = {
        str(path.relative_to(ROOT)): lines for path, text in TEXTS.items() if (lines := found(FORBIDDEN[what], text))
    }
    assert hits == {}


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry", "index = https://pypi." + "org/simple"),
        ("a package registry", "https://files.pythonhosted." + "org/x.whl"),
        ("a folder of somebody's machine", "open('/home" + "/mei/clientele.db')"),
        ("something left undone", "# TO" + "DO: later"),
        ("a token", "xoxb-" + "1234567890-abc"),
    ],
)
def test_a_forbidden_thing_is_found(what, line):
    assert found(FORBIDDEN[what], line) == [f"1: {line}"]


def test_the_lock_pins_versions_and_nothing_else():
    lines = [line for line in LOCK.splitlines() if line and not line.startswith("#")]
    strange = [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[\w.]+ +# via .+", line)]
    assert strange == []
    assert "://" not in LOCK


def test_the_lock_satisfies_the_project():
    pins = dict(re.findall(r"^([a-z0-9-]+)==([\w.]+)", LOCK, re.MULTILINE))
    extras = PROJECT["optional-dependencies"].values()
    wanted = [Requirement(text) for text in [*PROJECT["dependencies"], *(text for extra in extras for text in extra)]]
    missed = [str(each) for each in wanted if pins.get(each.name.lower(), "0") not in each.specifier]
    assert missed == []


def verbs():
    return set(re.findall(r"^([a-z]+): .*## ", MAKEFILE, re.MULTILINE))


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"demo", "test"} <= set(re.findall(r"\bmake ([a-z]+)", readme)) & verbs()


def test_every_verb_named_in_a_document_exists():
    documents = [path for path in TEXTS if path.suffix == ".md"]
    named = {
        (path.name, verb)
        for path in documents
        for verb in re.findall(r"(?:`|^ {4})make ([a-z]+)\b", TEXTS[path], re.MULTILINE)
    }
    assert {(name, verb) for name, verb in named if verb not in verbs()} == set()


def test_the_full_check_runs_the_documented_commands():
    script = ROOT / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("make ")] == ["make check", "make test", "make figures"]
    assert os.access(script, os.X_OK)


def test_every_variable_in_use_is_documented():
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", operations, re.MULTILINE)
    documented = {name for row in table for name in re.findall(r"[A-Z_]+", row)}
    declared = settings_variables()
    read = {node.attr for each in modules("bot") for node in ast.walk(each.tree) if isinstance(node, ast.Attribute)}
    assert {variable for field, variable in declared.items() if field in read} <= documented <= set(declared.values())


def settings_variables():
    """Map each field of the settings to its environment variable."""
    settings = ast.parse((ROOT / "bot" / "config.py").read_text(encoding="utf-8"))
    return {
        node.target.id: keyword.value.value
        for node in ast.walk(settings)
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call)
        for keyword in node.value.keywords
        if keyword.arg == "alias"
    }


def test_modules_and_functions_stay_small():
    # A migration is written once, in the order of the schema, and never edited.
    ours = [each for each in [*modules("bot"), *modules("playground")] if not each.within("bot.store.migrations")]
    long_modules = {each.name: n for each in ours if (n := len(each.text.splitlines())) > 400}
    long_tests = {each.name: n for each in modules("tests") if (n := len(each.text.splitlines())) > 700}
    long_functions = {
        f"{each.name}.{node.name}": n
        for each in ours
        for node in ast.walk(each.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (n := (node.end_lineno or 0) - node.lineno + 1) > 60
    }
    assert (long_modules, long_tests, long_functions) == ({}, {}, {})
