"""`parley db`: the operator's commands for inspecting and maintaining the database."""
