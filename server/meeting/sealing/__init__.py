"""What seals people's data: the keyring, the sealed columns, and the rotation of keys."""
