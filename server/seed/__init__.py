"""A year of made-up meetings at the document's scales, for trying and measuring; nobody in it exists."""
