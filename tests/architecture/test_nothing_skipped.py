"""A full run that skips something fails, and says what; an ordinary run does not."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

CASES = """
import pytest

def test_browser():
    pytest.skip("no chromium here")

@pytest.mark.xfail(reason="known")
def test_known():
    raise AssertionError

def test_plain():
    pass
"""


def run(folder, text, require_all):
    (folder / "test_case.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "tests.conftest", str(folder)]
    environment = os.environ | {"CLIENTELE_REQUIRE_ALL": require_all, "PYTEST_ADDOPTS": ""}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_skip_fails_a_full_run_by_name(tmp_path):
    done = run(tmp_path, CASES, "1")
    assert done.returncode == 1
    assert "test_case.py::test_browser: Skipped: no chromium here" in done.stdout
    assert "1 passed, 1 skipped, 1 xfailed" in done.stdout.splitlines()[-1]


def test_a_module_left_out_fails_a_full_run_too(tmp_path):
    done = run(tmp_path, 'import pytest\npytest.importorskip("no_such_browser")\ndef test_it(): pass\n', "1")
    assert done.returncode != 0
    assert "no_such_browser" in done.stdout


def test_an_expected_failure_is_no_skip(tmp_path):
    done = run(tmp_path, CASES.replace('pytest.skip("no chromium here")', "pass"), "1")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("require_all", ["", "0"])
def test_elsewhere_a_skip_is_only_a_skip(tmp_path, require_all):
    assert run(tmp_path, CASES, require_all).returncode == 0
