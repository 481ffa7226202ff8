"""Windows over the window: each is asked for, none comes by itself."""
