"""Discord: what people type and press there becomes a question, and an answer goes back through one door."""
