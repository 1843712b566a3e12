from tests.databases import new_postgres, place

__all__ = ["new_postgres", "place"]
