"""The white list: the public's pages, and the bureau's proposals with the act of publishing."""
