"""Sending finished pieces to other systems. The network is an argument everywhere here."""
