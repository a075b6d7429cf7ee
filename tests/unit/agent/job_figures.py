"""Reads the metrics of this process's jobs, which every test adds to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.job_metrics import JOBS


def value(name: str, labels: Mapping[str, str] | None = None) -> float:
    """One sample; 0 if there is none yet."""
    return JOBS.get_sample_value(name, dict(labels or {})) or 0.0


@dataclass
class Figures:
    """What was added to samples since this was made."""

    labels: Mapping[str, str]
    before: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note every sample's value."""
        self.before = {
            sample.name: sample.value
            for family in JOBS.collect()
            for sample in family.samples
            if sample.labels == self.labels
        }

    def added(self, name: str) -> float:
        """The difference."""
        return round(value(name, self.labels) - self.before.get(name, 0.0), 3)
