"""`codewords serve` says what is wrong before it listens, and listens where it should."""

import socket
import threading
import webbrowser

import pytest
from click.testing import CliRunner

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytest.importorskip("prometheus_client")
pytest.importorskip("httpx")

from codewords.cli import serve
from codewords.cli.commands import cli
from codewords.service import server

TestClient = pytest.importorskip("starlette.testclient").TestClient  # its warning of a newer httpx is passed over
TOKEN = "zz-fictif-token-0123456789"


@pytest.fixture
def start(small_pack, monkeypatch):
    """Give a function that runs the command up to where requests would come, and what it would serve."""
    served = []

    def run(app, taken, *, grace, level, on_ready):
        served.append((app, taken.getsockname(), grace, level))
        on_ready()

    monkeypatch.setattr(server, "run", run)
    monkeypatch.delenv("CODEWORDS_TOKEN", raising=False)

    def call(*arguments, rules=small_pack, **variables):
        command = ["serve", "--port", "0", "--rules", str(rules), *map(str, arguments)]
        return CliRunner().invoke(cli, command, prog_name="codewords", env=variables), served

    return call


def asks(app, host="localhost", **headers):
    return (
        TestClient(app, base_url="http://127.0.0.1")
        .get("/v1/ruleset", headers={"host": host, **headers})
        .status_code
    )


def test_it_listens_on_this_machine_alone_and_says_where(start):
    done, [(app, (host, port), grace, level)] = start()
    assert done.exit_code == 0
    assert (host, grace, level) == ("127.0.0.1", 20, "INFO")
    assert done.stdout == f"codewords is at http://127.0.0.1:{port}/  (Ctrl-C stops it)\n"
    assert done.stderr == "reading the rules\n"
    assert asks(app) == 200
    assert asks(app, host="zz-fictif.example") == 421


def test_others_are_not_let_in_without_a_token_or_a_clear_word(start):
    done, served = start("--host", "0.0.0.0")
    assert (done.exit_code, served) == (2, [])
    assert "others can reach 0.0.0.0: set CODEWORDS_TOKEN or --token-file" in done.stderr
    assert start("--host", "0.0.0.0", "--without-token")[0].exit_code == 0


def test_a_token_of_a_file_or_of_the_environment_opens_the_door(start, tmp_path):
    (tmp_path / "token").write_text(TOKEN + "\n", encoding="utf-8")
    start("--host", "0.0.0.0", "--token-file", tmp_path / "token")
    _, served = start("--host", "0.0.0.0", CODEWORDS_TOKEN=TOKEN)
    assert len(served) == 2
    for app, *_ in served:
        assert asks(app) == 401
        assert asks(app, host="any.example", authorization=f"Bearer {TOKEN}") == 200


def test_a_token_that_is_weak_or_cannot_be_read_is_refused_and_not_shown(start, tmp_path):
    weak = tmp_path / "weak"
    weak.write_text("zz-weak\n", encoding="utf-8")
    for arguments, variables in (
        (("--token-file", weak), {}),
        ((), {"CODEWORDS_TOKEN": "zz-weak"}),
        ((), {"CODEWORDS_TOKEN": ""}),
    ):
        done, served = start(*arguments, **variables)
        assert (done.exit_code, served) == (2, [])
        assert "a token has at least 16 characters" in done.stderr
        assert "zz-weak" not in done.stderr
    done, _ = start("--token-file", tmp_path / "none")
    assert (done.exit_code, "the token cannot be read" in done.stderr) == (2, True)


def test_no_option_takes_a_token_that_others_could_see():
    assert [option for option in serve.serve.params if option.name in ("token", "password", "secret")] == []


def test_names_of_a_proxy_are_let_in(start):
    _, [(app, *_)] = start("--allow-host", "codewords.example")
    assert asks(app, host="codewords.example") == 200
    assert asks(app) == 200
    assert asks(app, host="zz-fictif.example") == 421


def test_a_port_that_is_taken_is_named(start):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done, served = start("--port", port)
    assert (done.exit_code, served) == (2, [])
    assert f"cannot listen on 127.0.0.1, port {port}: address already in use" in done.stderr


def test_a_host_that_is_none_is_named(start):
    done, _ = start("--host", "zz-fictif.invalid")
    assert (done.exit_code, "'zz-fictif.invalid' is no address of this machine" in done.stderr) == (2, True)


def test_loopback_is_told_by_address():
    assert server.is_loopback("127.0.0.1")
    assert server.is_loopback("localhost")
    assert server.is_loopback("::1")
    assert not server.is_loopback("0.0.0.0")
    assert not server.is_loopback("::")
    assert not server.is_loopback("192.0.2.1")


def test_an_address_of_version_6_stands_in_brackets(start):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return
    done, _ = start("--host", "::1")
    assert done.stdout.startswith("codewords is at http://[::1]:")


def test_rules_with_faults_are_told_by_place(start, small_pack, tmp_path):
    site = tmp_path / "site.yaml"
    site.write_text("detections:\n- id: sale.grid\n  points: many\n", encoding="utf-8")
    done, served = start("--overlay", site)
    assert (done.exit_code, served) == (2, [])
    assert "site.yaml:3:" in done.stderr
    assert "the rules have 1 fault, listed above" in done.stderr
    done, _ = start("--policy", "zz")
    assert (done.exit_code, "unknown policy 'zz'" in done.stderr) == (2, True)
    done, _ = start(rules=tmp_path / "nowhere")
    assert done.exit_code == 2


def test_the_page_is_served_unless_it_is_not_wanted(start, small_pack, tmp_path):
    site = tmp_path / "site.yaml"
    site.write_text("detections:\n- id: sale.grid\n  points: 1.0\n", encoding="utf-8")
    _, served = start("--overlay", site, "--corpus", tmp_path)
    start("--no-page")
    (with_page, *_), (without, *_) = served
    state = with_page.state.service
    assert (state.rules, state.overlays, state.corpus) == (small_pack, (site,), tmp_path)
    paths = [{getattr(route, "path", "") for route in app.routes} for app in (with_page, without)]
    assert "/" in paths[0]
    assert "/" not in paths[1]


def test_a_browser_is_opened_when_asked_for(start, monkeypatch):
    opened, came = [], threading.Event()

    def note(address):
        opened.append(address)
        came.set()

    monkeypatch.setattr(webbrowser, "open", note)
    start()
    start("--no-open")
    start("--no-page", "--open")
    done, _ = start("--open")
    assert came.wait(30)
    assert opened == [done.stdout.split()[3]]


def test_limits_of_the_command_line_are_used(start):
    _, [(app, _, grace, level)] = start("--threads", "3", "--max-characters", "7", "--grace", "1", "--quiet")
    limits = app.state.service.limits
    assert (limits.threads, limits.characters, grace, level) == (3, 7, 1, "WARNING")


def test_a_missing_extra_is_named_with_what_installs_it(start, monkeypatch):
    def fail(name):
        message = f"No module named {name!r}"
        raise ModuleNotFoundError(message, name=name)

    monkeypatch.setattr(serve, "import_module", fail)
    done, _ = start()
    assert done.exit_code == 2
    assert "`codewords serve` needs `prometheus_client`: pip install 'codewords[service]'" in done.stderr


def test_small_answers_are_sent_at_once():
    with server.listen("127.0.0.1", 0) as taken:
        assert taken.proto == socket.IPPROTO_TCP  # without it, asyncio leaves Nagle's delay of 40 ms on
