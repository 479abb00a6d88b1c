"""What the community knows: frozen dataclasses that refuse to be half."""
