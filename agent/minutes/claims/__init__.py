"""What a statement claims and what speech bears out: quantities, roles, modality, polarity, status."""
