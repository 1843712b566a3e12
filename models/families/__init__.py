"""The constraint families, one file per physical thing, one function per family."""
