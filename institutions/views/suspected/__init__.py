"""Suspected sites for town officers and inspectors: the work list, one site, what was found there."""
