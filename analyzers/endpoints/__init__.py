"""Whom an app can talk to: the hosts that its package names, whose they are, and whose code names them."""
