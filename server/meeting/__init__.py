"""What a meeting is: its tables, states and rules, one writer module for each kind of row."""
