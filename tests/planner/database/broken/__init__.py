"""Migrations that fail half way."""
