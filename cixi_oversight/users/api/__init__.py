"""Keys of other departments' systems at the REST door."""
