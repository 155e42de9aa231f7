"""The daily heads over REST: /api/v1/audit-heads."""
