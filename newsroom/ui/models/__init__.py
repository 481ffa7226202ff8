"""Qt models over what the desk gives."""
