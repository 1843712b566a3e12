"""The papers of the book (台账文件): the same tables as Excel and as PDF."""

from planner.quota.documents.writing import write_documents

__all__ = ["write_documents"]
