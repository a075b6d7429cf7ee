"""The REST API: routes.py lists every operation; each module has the models and handlers of one resource."""
