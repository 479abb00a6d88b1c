"""What the bot says: a question and the knowledge become an answer, whoever shows it."""
