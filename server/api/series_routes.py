"""The routes of series."""

from server.api import series
from server.api.openapi import Operation

SERIES = (
    Operation("POST", "/api/series", series.create),
    Operation("GET", "/api/series/{series}", series.show),
    Operation("PATCH", "/api/series/{series}", series.change),
    Operation("POST", "/api/series/{series}/preview", series.preview),
    Operation("DELETE", "/api/series/{series}", series.cancel),
)
