"""Settings, database, storage, clock, keys, queue: the ports to the outside world. No domain word lives here."""
