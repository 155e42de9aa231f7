"""The REST door's kernel: strict input, one shape of refusal, signed keyset pages. Knows no app."""
