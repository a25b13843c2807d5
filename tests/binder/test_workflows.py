"""What GitHub reads of this repository fits GitHub's own schemas; check-jsonschema brings them along."""

import subprocess
import sys
from pathlib import Path

import pytest

GITHUB = Path(__file__).resolve().parents[2] / ".github"


@pytest.mark.parametrize("schema, files", [("github-workflows", "workflows/*.yml"), ("dependabot", "dependabot.yml")])
def test_a_file_fits_its_schema(schema, files):
    found = sorted(GITHUB.glob(files))
    assert found
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, found)]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_file_that_does_not_fit_is_found(tmp_path):
    (tmp_path / "broken.yml").write_text("on: push\njobs:\n  tests:\n    steps: []\n")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    assert subprocess.run([*check, str(tmp_path / "broken.yml")], capture_output=True).returncode == 1
