"""Everything that reads or writes a file on disk; no question about credentials enters here."""
