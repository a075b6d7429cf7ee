"""The transcriber agent: captions every room of the LiveKit server and stores the transcript."""
