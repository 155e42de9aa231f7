"""Gap lists: the receivers' pages and the institution's own."""
