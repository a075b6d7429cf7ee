"""Generate a year of fictional meetings at the schema document's scales, for trials and benchmarks."""
