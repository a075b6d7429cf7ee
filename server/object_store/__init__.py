"""Objects in a directory or in an S3 bucket, with the same keys."""
