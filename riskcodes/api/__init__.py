"""Codes and runs over REST: /api/v1/risk-codes, /api/v1/risk-runs."""
