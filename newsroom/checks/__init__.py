"""What is looked at in a story's text before readers do: its spelling."""
