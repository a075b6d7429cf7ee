"""The routes of series."""

from server.api import series, series_hosts
from server.api.openapi import Operation

SERIES = (
    Operation("POST", "/api/series", series.create),
    Operation("GET", "/api/series/{series}", series.show),
    Operation("PATCH", "/api/series/{series}", series.change),
    Operation("POST", "/api/series/{series}/preview", series.preview),
    Operation("DELETE", "/api/series/{series}", series.cancel),
    Operation("GET", "/api/series/{series}/heirs", series_hosts.heirs),
    Operation("PUT", "/api/series/{series}/host", series_hosts.hand_over),
)
