"""Dashboard, alerts and docs name only metrics that the processes expose, and the docs name all of them."""

import json
import re
from collections.abc import Iterable
from typing import Any, TypeVar

import promql_parser as promql
import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from agent.job_metrics import JOBS
from agent.minutes.minutes_metrics import MinutesMetrics
from agent.whisper.server_metrics import WhisperMetrics
from agent.worker_metrics import WorkerMetrics
from server.api.request_metrics import Metrics
from server.backup.wal_metrics import WalMetrics
from server.jobs.task_metrics import TaskMetrics
from server.jobs.task_registry import TASKS
from server.meeting.pool_metrics import PoolCollector
from server.metrics_page import process_registry
from server.places import ROOT

DEPLOY = ROOT / "deploy"
PROMETHEUS_OWN = {"up": {"job", "instance", "process"}}
TARGET_LABELS = {"job", "instance", "process", "le"}
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
SEVERITIES = {"info", "warning", "critical"}
GRAFANA_VARIABLES = {"$__rate_interval": "5m", "$engine": ".*", "$language": ".*"}
LABEL_VALUES = re.compile(r"label_values\((\w+), (\w+)\)")
DURATION = re.compile(r"(\d+(ms|[smhdwy]))+")
ROW = re.compile(r"^\| `(\w+)` \| (\w+) \| ([\w, ]*) ?\|", re.MULTILINE)

Node = TypeVar("Node")
Exposed = dict[str, set[str]]
"""The names of samples, each with its labels."""


def registries() -> list[CollectorRegistry]:
    """What each process exposes."""
    return [
        Metrics().registry,
        WorkerMetrics().registry,
        WhisperMetrics(process_registry()).registry,
        MinutesMetrics().page.registry,
        TaskMetrics(TASKS).page(_no_standings).registry,
        WalMetrics(process_registry()).registry,
    ]


async def _no_standings() -> list[Any]:
    return []


@pytest.fixture
def exposed() -> Exposed:
    """Every sample of every process, read from the text they answer with, and its labels."""
    found: Exposed = dict(PROMETHEUS_OWN)
    pages = registries()
    labels = labels_of([*pages, JOBS])
    for registry in pages:
        for family in text_string_to_metric_families(generate_latest(registry).decode()):
            for suffix in SUFFIXES.get(family.type, ("",)):
                found[family.name + suffix] = labels.get(family.name, set()) | TARGET_LABELS
    return found


def labels_of(pages: Iterable[CollectorRegistry]) -> dict[str, set[str]]:
    """The label names of the metrics by their names without suffix."""
    found: dict[str, set[str]] = {}
    for registry in pages:
        for collector in tuple(registry._collector_to_names):
            is_pool = isinstance(collector, PoolCollector)
            for family in collector.collect():
                own = getattr(collector, "_labelnames", ("pool",) if is_pool else ())
                found[family.name] = found.get(family.name, set()) | set(own)
    return found


def nodes(expression: promql.Expr, kind: type[Node]) -> list[Node]:
    """All parts of one kind in an expression."""
    found: list[Node] = []

    def visit(node: promql.Expr) -> bool:
        if isinstance(node, kind):
            found.append(node)
        return True

    promql.walk(expression, visit)
    return found


def faults(expression: str, exposed: Exposed) -> list[str]:
    """What an expression names and no process has; raises ValueError if Prometheus would not read it."""
    parsed, found = promql.parse(expression), []
    for selector in nodes(parsed, promql.VectorSelector):
        labels = exposed.get(str(selector.name))
        if labels is None:
            found.append(f"no metric {selector.name}")
            continue
        named = {matcher.name for matcher in selector.matchers.matchers}
        found += [f"{selector.name} has no label {label}" for label in sorted(named - labels)]
    for group in nodes(parsed, promql.AggregateExpr):
        names = [str(selector.name) for selector in nodes(group.expr, promql.VectorSelector)]
        grouped = set(group.modifier.labels) if group.modifier else set()
        missing = grouped - set().union(*(exposed.get(name, set()) for name in names))
        found += [f"{names} are grouped by {label}" for label in sorted(missing)]
    return found


def rules() -> list[dict[str, Any]]:
    """Every alert of the file."""
    groups = yaml.safe_load((DEPLOY / "prometheus" / "parley.rules.yml").read_text())["groups"]
    assert len({group["name"] for group in groups}) == len(groups)
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    """Grafana's dashboard."""
    found: dict[str, Any] = json.loads((DEPLOY / "grafana" / "parley.json").read_text())
    return found


def queries() -> list[str]:
    """Every query of the dashboard, with Grafana's variables filled in."""
    found = [target["expr"] for panel in dashboard()["panels"] for target in panel.get("targets", ())]
    for variable, example in GRAFANA_VARIABLES.items():
        found = [query.replace(variable, example) for query in found]
    return found


def test_fault_is_found() -> None:
    """The check finds a metric, a matched label and a grouping that do not exist, and bad grammar."""
    known: Exposed = {"parley_x_total": {"job", "engine"}}
    assert faults('sum by (engine) (rate(parley_x_total{engine="a"}[5m]))', known) == []
    assert faults("parley_x", known) == ["no metric parley_x"]
    assert faults('parley_x_total{room="a"}', known) == ["parley_x_total has no label room"]
    assert faults("sum by (room) (parley_x_total)", known) == ["['parley_x_total'] are grouped by room"]
    with pytest.raises(ValueError, match="unclosed"):
        faults("sum by (", known)


def test_alerts(exposed: Exposed) -> None:
    """No alert names a metric or a label that is not exposed."""
    assert {rule["alert"]: found for rule in rules() if (found := faults(rule["expr"], exposed))} == {}


def test_dashboard(exposed: Exposed) -> None:
    """No query of the dashboard names a metric or a label that is not exposed."""
    assert [found for query in queries() if (found := faults(query, exposed))] == []


def test_dashboard_variables(exposed: Exposed) -> None:
    """The dashboard's variables take their values from metrics and labels that are exposed."""
    asked = [each["query"] for each in dashboard()["templating"]["list"] if each["type"] == "query"]
    for query in asked:
        named = LABEL_VALUES.fullmatch(query["query"])
        assert named is not None
        assert named[2] in exposed[named[1]]


def test_rules_are_complete() -> None:
    """Each alert has a name of its own, an expression, a severity, and tells what is wrong and what to do."""
    assert len({rule["alert"] for rule in rules()}) == len(rules())
    for rule in rules():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert DURATION.fullmatch(rule.get("for", "1m"))
        assert rule["labels"]["severity"] in SEVERITIES
        assert all(rule["annotations"][name].strip() for name in ("summary", "description"))


def test_annotations(exposed: Exposed) -> None:
    """An alert's text names only labels that its expression keeps."""
    for rule in rules():
        told = set(re.findall(r"\$labels\.(\w+)", " ".join(rule["annotations"].values())))
        kept = set(TARGET_LABELS)
        parsed = promql.parse(rule["expr"])
        if groups := nodes(parsed, promql.AggregateExpr):
            kept = {label for each in groups if each.modifier for label in each.modifier.labels}
        else:
            for selector in nodes(parsed, promql.VectorSelector):
                kept |= exposed[str(selector.name)]
        assert told <= kept, rule["alert"]


def test_panels_have_room() -> None:
    """Panels have ids of their own, lie within the 24 columns, and do not overlap."""
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for at in (panel["gridPos"] for panel in panels):
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        taken |= cells


def test_configuration_loads_the_rules() -> None:
    """The example configuration names the rules that are beside it, and the page of targets."""
    told = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
    assert all((DEPLOY / "prometheus" / name).exists() for name in told["rule_files"])
    (job,) = told["scrape_configs"]
    assert job["job_name"] == "parley"
    assert job["http_sd_configs"] == [{"url": "http://127.0.0.1:8000/metrics/targets"}]


def test_documented(exposed: Exposed) -> None:
    """The tables of docs/monitoring.md have every metric of ours once, with its type and labels."""
    rows = ROW.findall((ROOT / "docs" / "monitoring.md").read_text())
    told = {name: (kind, set(re.findall(r"\w+", labels))) for name, kind, labels in rows}
    assert len(told) == len(rows)
    families = {name for name in exposed if name.startswith("parley_")}
    bases = {re.sub(r"_(bucket|sum|count)$", "", name) for name in families}
    assert set(told) == bases
    for name, (kind, labels) in told.items():
        sample = f"{name}_bucket" if kind == "histogram" else name
        assert labels == exposed[sample] - TARGET_LABELS, name
        assert (kind == "counter") == name.endswith("_total"), name
