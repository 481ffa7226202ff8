"""What the window showed when it was left, on the screen again at once at the next start.

``taken`` draws it when the window closes, ``kept`` holds it in the cache folder with what it was
made from, ``shown`` lays it over the window until the parts beneath are there. It is only shown
where the store, the session and the settings are what they were; what time alone moves (ages,
counts, the panel's contents) is left out of it or written anew.
"""
