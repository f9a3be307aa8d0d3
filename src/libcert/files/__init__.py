"""Read and write files on disk. Code that answers questions does not belong here."""
