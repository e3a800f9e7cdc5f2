"""Uploads that are hashed and judged by content, and the documents and spreadsheets that the house makes."""
