"""What docs/operating.md, the units, the container and the pinned packages promise is so."""

import json
import os
import re
import runpy
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml

from archive import turns
from archive.logins import PATIENCE
from search.exports.gate import AT_ONCE as FILES
from search.exports.kinds import FORMATS
from search.health import LEAST_FREE_BYTES
from search.sync import AT_ONCE
from tests.security.test_production import run

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/operating.md").read_text()
README = (ROOT / "README.md").read_text()
UNITS = sorted((ROOT / "deploy").glob("rasteh*.*"))
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
VARIABLES = set(
    re.findall(r'(?:env_\w+|environ\.get)\("([A-Z_]+)"', (ROOT / "archive/settings.py").read_text())
)


def test_every_setting_is_in_the_readme():
    assert len(VARIABLES) > 15
    assert {name for name in VARIABLES if f"`{name}`" not in README} == set()


def test_the_sample_of_the_environment_starts_the_site(tmp_path):
    lines = (ROOT / "deploy/rasteh.env").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(given) <= VARIABLES
    done = run(
        "-c", "import archive.settings", **(given | {"SECRET_KEY": "x" * 60, "DATA_DIR": str(tmp_path)})
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_the_guide_knows_every_unit_and_units_run_what_there_is(unit):
    assert unit.name in GUIDE or unit.with_suffix(".timer").name in GUIDE
    for command in re.findall(r"manage\.py (\w+)", unit.read_text()):
        assert list(ROOT.glob(f"*/management/commands/{command}.py")) or command == "check"


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda p: p.name)
def test_no_unit_runs_as_root_or_writes_where_it_need_not(unit):
    said = unit.read_text()
    for line in ("User=rasteh", "NoNewPrivileges=true", "ProtectSystem=strict", "UMask=0077"):
        assert line in said


def test_nginx_counts_every_kind_of_file_and_nothing_that_is_typed():
    said = (ROOT / "deploy/nginx.conf").read_text()
    (typed,) = re.findall(r"location ~ (\S+suggest\S+) \{", said)
    (files,) = re.findall(r"location ~ (\S+) \{ limit_req zone=files", said)
    assert all(re.search(files, f"/search.{suffix}") for suffix in FORMATS)
    assert all(re.search(typed, page) for page in ("/suggest.json", "/robots.txt", "/api/v1/openapi.json"))


def test_gunicorn_reads_the_longest_question_and_keeps_no_log_of_its_own():
    conf = runpy.run_path(str(ROOT / "deploy/gunicorn.py"))
    assert conf["worker_class"] == "gthread" and conf["limit_request_line"] == 8190
    # Neither who asked nor what: of a request that cannot be read it would warn with both.
    assert conf["accesslog"] is None and conf["loglevel"] == "error" and conf["control_socket_disable"]
    # Threads are left to others when one address takes all that it can.
    assert conf["threads"] == 16 and turns.MOST < turns.CROWDED < conf["threads"]


def test_the_guide_tells_the_limits_as_they_are(settings):
    limit = settings.AXES_FAILURE_LIMIT
    said = f"{limit} wrong ones for a name at an address, {limit * PATIENCE['ip_address']} at an address, "
    assert f"{said}{limit * PATIENCE['username']} for a name; then 15 minutes" in GUIDE
    assert f"{FILES} whole files at once" in GUIDE
    said = f"{turns.AT_ONCE} request at a time; more wait, up to {turns.PATIENCE} s each, "
    said += f"{turns.MOST - turns.AT_ONCE} of them once {turns.CROWDED} of the worker's 16 threads are taken"
    assert said in GUIDE
    assert f"{LEAST_FREE_BYTES >> 20} MB free" in GUIDE and f"more than {AT_ONCE:,} changes" in GUIDE


def test_containers_run_as_nobody_from_a_root_that_cannot_be_written():
    for name, service in COMPOSE["services"].items():
        assert service["read_only"] and "no-new-privileges:true" in service["security_opt"], name
    for name in ("web", "sync", "upgrade"):
        assert COMPOSE["services"][name]["cap_drop"] == ["ALL"]
    assert COMPOSE["services"]["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE) and "HEALTHCHECK" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE and "--only-binary :all:" in DOCKERFILE


def test_containers_are_given_only_settings_that_there_are():
    assert set(COMPOSE["x-rasteh"]["environment"]) <= VARIABLES


def test_every_setting_in_the_file_beside_reaches_the_containers():
    assert COMPOSE["x-rasteh"]["env_file"] == ".env"
    given = COMPOSE["x-rasteh"]["environment"]
    # What stands here has the last word: it may only hand on what the file says, but for the two of its own.
    own = {name for name, value in given.items() if not value.startswith(f"${{{name}:")}
    assert own == {"DATABASE_URL", "DATA_DIR"}


def make(*words: str) -> list[str]:
    """What make says, with a Python that tells the address of the site instead of what it is asked."""
    asked = ["make", "--old-file=.venv/installed", "PYTHON=printenv SITE_URL ||", *words]
    env = {"PATH": os.environ["PATH"]}
    done = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, env=env, check=True)
    return done.stdout.splitlines()


def test_a_site_on_another_port_knows_its_address(tmp_path):
    (tmp_path / "admin-password").write_text("there is an editor")
    assert "http://127.0.0.1:8055" in make("run", "PORT=8055", f"DATA_DIR={tmp_path}")


def test_make_says_what_can_be_done_in_columns():
    assert len({re.match(r"  make \S+ +", line).end() for line in make("help")}) == 1


def test_the_image_holds_what_is_copied_into_it_and_no_secrets():
    copied = re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE)
    wanted = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line.startswith("!")}
    assert set(copied) == wanted and all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_package_is_pinned_with_its_hashes(name):
    text = (ROOT / f"{name}.txt").read_text().replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(pins) > 20
    assert [
        pin[:60] for pin in pins if not re.match(r"[\w.\[\]-]+==\S+.*--hash=sha256:[0-9a-f]{64}", pin)
    ] == []


def test_django_is_of_the_line_that_gets_security_releases():
    assert distribution("django").version.startswith("5.2.")


def test_every_direct_package_is_listed_with_its_licence():
    direct = re.findall(r"^([\w-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    table = GUIDE.partition("## Packages and their licences")[2]
    assert [name for name in direct if f"| {name} |" not in table] == []


#: What bandit points at, and why it is well: (rule, file) → reason.
EXPLAINED = {
    ("B608", "search/triggers.py"): "names of our own tables; no value from outside enters",
    ("B608", "search/models.py"): "Django's own query; values are parameters",
    ("B308", "search/templatetags/drawing.py"): "constants without a value in them",
    ("B308", "search/templatetags/exchange.py"): "JSON of which nothing can end its block",
    ("B703", "search/templatetags/exchange.py"): "the same",
    ("B308", "archive/admin/report.py"): "every piece is escaped",
    ("B703", "archive/admin/report.py"): "the same",
    ("B108", "deploy/gunicorn.py"): "gunicorn makes an unnamed file there",
    ("B404", "archive/management/commands/backup.py"): "pg_dump is a program",
    ("B603", "archive/management/commands/backup.py"): "its words are settings, no shell reads them",
    ("B406", "search/feeds.py"): "feeds are written, none is read",
    ("B406", "search/exports/workbook.py"): "workbooks are written, none is read",
    ("B703", "search/markup.py"): "values are escaped, as by Django's format_html",
    ("B308", "search/templatetags/hundreds.py"): "constants without a value in them",
}
#: Whoosh's files are pickles: read with an unpickler that knows five names, or only written (docs/engine.md).
PICKLES = {
    ("B403", f"search/engines/whoosh/{name}.py")
    for name in ("compound", "home", "inverter", "postings", "terms")
}


def test_bandit_finds_nothing_unexplained():
    command = [sys.executable, "-m", "bandit", "-q", "-f", "json", "-r", "archive", "search", "deploy"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    found = {(each["test_id"], each["filename"]) for each in json.loads(done.stdout)["results"]}
    assert found == set(EXPLAINED) | PICKLES  # no reason outlives what it explained


def test_exceptions_from_the_security_rules_have_their_reasons():
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "S" in rules["select"]
    code = [path for app in ("archive", "search", "deploy") for path in (ROOT / app).rglob("*.py")]
    lines = [line.strip() for path in code for line in path.read_text().splitlines()]
    excepted = [line for line in lines if re.search(r"noqa: S|nosec", line)]
    assert [line for line in excepted if not re.search(r"noqa: S\d+ \(.{10,}\)", line)] == []


def test_files_that_our_rules_name_are_there():
    rules = yaml.safe_load((ROOT / "tests/security/rules.yml").read_text())["rules"]
    named = [path for rule in rules for paths in rule.get("paths", {}).values() for path in paths]
    assert named and [path for path in named if not any(ROOT.glob(path.lstrip("/")))] == []
