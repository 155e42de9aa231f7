"""Suspected sites (疑似无证): `reporting.report` takes them in, `moving.move` says what was found there."""
