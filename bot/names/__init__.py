"""Which entry a person means: fold, find (sure, unsure, not covered, unknown), complete, scan running text."""
