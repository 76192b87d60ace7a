"""Altair pictures from analysis results; the only importer of altair."""
