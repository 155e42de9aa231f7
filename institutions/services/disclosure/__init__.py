"""What the law makes public of an institution (信息公示), read in one query."""
