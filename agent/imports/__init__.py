"""Makes meetings of uploaded files: decodes them, separates speakers, transcribes and stores."""
