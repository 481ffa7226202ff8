"""The newsroom's own nouns as plain values: articles, staff, stages, rules and times."""
