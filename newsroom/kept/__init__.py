"""What a start would make anew each time, kept or made quicker: patterns, modules, enumerations.

Nothing here changes what the program does. Every part falls back on Python's own way where a file
is missing, damaged or of another version, and where Python itself is not as it is known here; the
files lie in the cache folder and may be deleted at any time.
"""
