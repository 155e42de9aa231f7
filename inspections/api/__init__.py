"""Complaints over REST: /api/v1/complaints."""
