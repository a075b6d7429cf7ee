"""The minutes worker: after a meeting ends its minutes are saved, whatever fails in between."""
