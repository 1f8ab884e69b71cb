"""A package that is missing is told with the command that installs it, when it is used and not before."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(statement):
    script = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{statement}"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("module", "package", "extra"),
    [
        ("codewords.stream.kafka", "confluent_kafka", "kafka"),
        ("codewords.stream.redis", "redis", "redis"),
        ("codewords.telemetry", "opentelemetry", "otel"),
        ("codewords.spark", "pyspark", "spark"),
        ("codewords.ray", "ray", "ray"),
    ],
)
def test_a_missing_package_is_told_with_its_extra(module, package, extra):
    if extra in {"spark", "ray"}:
        pytest.importorskip("pyarrow")
    done = run(f"sys.modules[{package!r}] = None\nimport {module}")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"ModuleNotFoundError: {module} needs ")
    assert f"pip install 'codewords[{extra}]'" in done.stderr


def test_the_worker_needs_no_broker_package():
    done = run(
        "for name in ('confluent_kafka', 'redis', 'opentelemetry', 'pyarrow'): sys.modules[name] = None\n"
        "import codewords.stream"
    )
    assert done.returncode == 0, done.stderr
