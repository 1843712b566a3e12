"""Migrations of a store that only tests have."""
