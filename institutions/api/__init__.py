"""The register over REST: /api/v1/institutions."""
