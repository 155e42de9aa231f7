"""Private PostgreSQL and Valkey in var/, and the supervisor of `make demo`. Standard library only."""

from cixi_oversight.local.paths import VAR, env

__all__ = ["VAR", "env"]
