"""Parley: the web server, the meeting model and the command line."""
