"""REST: routes.py is the table of all of it, each concern has its module of models and handlers."""
