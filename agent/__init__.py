"""The transcriber: hears every room of the LiveKit server, captions it and writes down what was said."""
