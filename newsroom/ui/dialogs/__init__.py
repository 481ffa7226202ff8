"""Questions and forms that stand in a window of their own, one module each."""
