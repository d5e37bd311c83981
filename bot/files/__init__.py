"""Readers and writers of files: CSV and XLSX in, with the checks of imports."""
