"""What `parley up` sets up and runs: engines, models, the web client and the Procfile's processes."""
