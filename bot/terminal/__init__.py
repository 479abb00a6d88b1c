"""What the operator and the editor type: ask, check, and the rest of the command line."""
