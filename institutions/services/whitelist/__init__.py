"""The white list: facts and the nightly proposal (`proposing`), publishing (`publishing`), reading (`reading`)."""
