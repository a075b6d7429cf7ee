"""The supervisor behind `parley up`: installs and runs engines, models, web client and the Procfile."""
