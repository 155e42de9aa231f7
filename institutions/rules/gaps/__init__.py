"""First receive, then manage: which standards an institution lacks, and how a gap is closed."""
