"""`parley db`: what an operator looks at in the database, and does to it by hand."""
