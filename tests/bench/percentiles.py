"""Percentiles, with a description of the machine."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles


def machine() -> str:
    """Processor, cores and memory."""
    info = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.partition(":")[2].strip() for line in info if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = models[0] if models else platform.processor()
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f}"


def percentiles(name: str, samples_ms: Sequence[float]) -> str:
    """Format one line: count, p50, p95."""
    if len(samples_ms) < 2:
        return f"{name:<38} {len(samples_ms)} samples: too few"
    cuts = quantiles(samples_ms, n=20, method="inclusive")
    return f"{name:<38} n={len(samples_ms):<3} p50 {cuts[9]:6.0f} ms   p95 {cuts[18]:6.0f} ms"
