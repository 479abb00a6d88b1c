"""How text files become facts, and what is said to the editor when they do not."""
