"""Stories from elsewhere arrive here, one source a module."""
