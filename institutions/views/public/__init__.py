"""The public site: look an institution up, read what it has to post, report what nobody has licensed. No account."""
